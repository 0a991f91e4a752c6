from __future__ import annotations

import pytest

from tvet_skos.checks.shapes.patterns import PatternRefused, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "matches"),
    [
        ("b", "", "abc", True),
        ("^a$", "", "a\n", False),
        ("^a$", "m", "b\na\nc", True),
        ("a.b", "", "a\nb", False),
        ("a.b", "s", "a\nb", True),
        ("^ab", "i", "ABC", True),
        ("a.b", "q", "a.b", True),
        ("a.b", "q", "axb", False),
        (r"^\s$", "", "\u00a0", False),
        (r"^[\s]$", "", "\t", True),
        (r"^\S$", "", "\u00a0", True),
        (r"^\d+$", "", "12", True),
        (r"^\(x\)$", "", "(x)", True),
        (r"^[^a\-z]+$", "", "bcd", True),
        (r"^[^a\-z]+$", "", "b-d", False),
        ("^[#&~ ]+$", "", "# &~", True),
        ("^(ab|cd)?x{2,3}$", "", "cdxx", True),
        ("^x{2}?$", "", "xx", True),
        ("#x", "", "#x", True),
    ],
)
def test_patterns_mean_what_xpath_says(pattern: str, flags: str, text: str, matches: bool) -> None:
    assert (compile_pattern(pattern, flags).search(text) is not None) == matches


@pytest.mark.parametrize(
    "pattern",
    [r"\p{L}", r"\w", r"\i", "[a-z-[aeiou]]", "[a--b]", "(?=a)", "(?i)a", "a*+", r"(a)\1", r"\bx"],
)
def test_what_python_reads_differently_is_refused_and_may_be_well_formed(pattern: str) -> None:
    with pytest.raises(PatternRefused) as caught:
        compile_pattern(pattern, trusted=True)
    assert not caught.value.ill_formed


@pytest.mark.parametrize("pattern", ["(", ")", "[a", "[]", "a]", "a{", "a\\", "[z-a]", "a{2,1}"])
def test_what_is_no_pattern_is_ill_formed(pattern: str) -> None:
    with pytest.raises(PatternRefused) as caught:
        compile_pattern(pattern, trusted=True)
    assert caught.value.ill_formed


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)*b", "((a?)a)*b", "(x(y*)z)+", "(?:a{1,3})*", "(a*){2,}"]
)
def test_what_may_explode_is_compiled_for_trusted_shapes_only(pattern: str) -> None:
    with pytest.raises(PatternRefused, match="repeats"):
        compile_pattern(pattern)
    assert compile_pattern(pattern, trusted=True)


@pytest.mark.parametrize("pattern", ["(ab)+", "(a{2})*", "(a|b)", "(a+)?", "(a|b)?c*", "[a-z]+x*"])
def test_what_cannot_explode_is_compiled(pattern: str) -> None:
    assert compile_pattern(pattern)


def test_unknown_flags_are_refused() -> None:
    with pytest.raises(PatternRefused, match="flag 'x'"):
        compile_pattern("a", "x")
