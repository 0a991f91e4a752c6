"""What a rule says of its repair is what clean does."""

from __future__ import annotations

from tvet_skos.checks import rules
from tvet_skos.contribute.clean import FIXES


def test_a_rule_that_says_it_can_be_repaired_has_a_fix_of_that_kind_and_no_other_has() -> None:
    said = {rule.id: rule.fix.value for rule in rules() if rule.fix}
    done = {fix.rule: "unsafe" if fix.unsafe else "safe" for fix in FIXES if fix.rule}
    assert said == done
