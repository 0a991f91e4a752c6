"""What the gate promises; Q1 to Q8 are the inputs of the catalogue of attacks and faults."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery

from tvet_skos.errors import QueryRefused
from tvet_skos.resources import resource
from tvet_skos.store.gate import CheckedQuery, Limits, pass_gate

NOWHERE = "<http://127.0.0.1:1/>"  # a port that no client opens, so that going out is an OSError
PREFIXES = f"PREFIX ex: {NOWHERE} PREFIX : {NOWHERE} "
QUERIES = {
    file.name: file.read_text(encoding="utf-8")
    for file in sorted(resource("queries").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".rq")
}


def refusal(text: str, limits: Limits | None = None) -> QueryRefused:
    """The refusal, which always names a line of the query and a way out."""
    with pytest.raises(QueryRefused) as caught:
        pass_gate(text, limits or Limits())
    assert caught.value.message and caught.value.hint
    assert caught.value.line is not None
    assert 1 <= caught.value.line <= text.count("\n") + 1
    return caught.value


# ------------------------------------------------------------------------------- what must pass


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_that_we_ship_passes(name: str) -> None:
    checked = pass_gate(QUERIES[name])
    assert checked == CheckedQuery(QUERIES[name], "SELECT", True)


def test_there_are_queries_to_pass() -> None:
    assert len(QUERIES) >= 14


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT*{?s?p?o}", "SELECT"),
        ("ask { }", "ASK"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <http://example.org/>", "DESCRIBE"),
        (f"{PREFIXES} DESCRIBE ex:a ex:b {{ ?s ?p ?o }}", "DESCRIBE"),
        ("BASE <http://example.org/> SELECT * { <#a> <b> '#' }", "SELECT"),
    ],
)
def test_the_form_is_told(text: str, form: str) -> None:
    assert pass_gate(text).form == form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ?from ?load }",
        "SELECT * { $SERVICE ex:service ex:FROM }",
        "SELECT * { ?s ex:a.SERVICE 'SERVICE <http://127.0.0.1/> {}' }",
        'SELECT * { ?s ?p "FROM <x>", """SERVICE ?x { "" }""", \'\'\'INSERT \'\' DATA\'\'\' }',
        "SELECT * { ?s <http://example.org/SERVICE/FROM> 'LOAD'@en } # SERVICE <x> {}",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:a service:b . { ?s ?p ?o } }",
        "PREFIX from: <http://example.org/> SELECT * { ?s from:a from:b }",
        "SELECT * { _:service ?p [] . ?s ex:a\\#b\\'c ex:a%20b }",
        "SELECT * { GRAPH ex:g { ?s ?p ?o } GRAPH <http://example.org/g> { ?s ?p ?o } }",
        "SELECT * { GRAPH # a comment\n ex:g # and one more\n { ?s ?p ?o } }",
    ],
)
def test_names_variables_strings_and_comments_are_no_keywords(text: str) -> None:
    assert pass_gate(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?a FILTER(?a<?b&&?c>?d) }",
        "SELECT * { ?s ?p ?a FILTER(?a<=5&&?c>=?d) }",
        "SELECT * { ?s ?p ?a FILTER(?a < ?b) # a'b\n }",
        "SELECT * { ?s <#p> <a'b> FILTER(?s=<#s> || ?s IN (<#a>,<#b>)) }",
        "SELECT * { VALUES (?a ?b) { (<#a> <#b>) (<a'b> UNDEF) } }",
        "SELECT * { ?s ?p (<http://a.example/#b> <http://a.example/c'd> <a:b>) }",
        "SELECT * { ?s (<#a>|<#b>/^<#c>)* <#d> }",
        "SELECT * { ?s ?p ?o FILTER(NOT EXISTS { <#a> <#b> <#c> } && ?o < 1) }",
        "SELECT (<http://www.w3.org/2001/XMLSchema#string>(?x) AS ?y) { ?x ?p ?o }",
    ],
)
def test_less_than_and_iris_are_told_apart(text: str) -> None:
    assert pass_gate(text)
    pyoxigraph.Store().query(text, base_iri="http://example.org/")


@pytest.mark.parametrize(
    "text",
    [
        r'SELECT * { ?s ?p "caf\u00e9", "\U0001F600", "\t\"\\ \n" }',
        r"SELECT * { <http://example.org/caf\u00e9> ?p ?o }",
        "SELECT * { ?s ?p true. ?s ?p 1. ?s ?p 1.5. ?s ?p ex:a. ?s ?p _:a. }",
        "SELECT * { ?s ?p 1.0e5, .5, 5., -1, +1 }",
        "\r\nSELECT * # one\r\n{ ?s ?p ?o }\r\n",
        "SELECT * { ?s ?p '''a''b'c''', \"\"\"a\"\"b\"c\"\"\", '', \"\" }",
        "# C:\\users\nSELECT * { ?s ?p ?o }",
    ],
)
def test_ordinary_tokens_of_every_kind_pass(text: str) -> None:
    assert pass_gate(text)


# --------------------------------------------------------------------- Q1, Q2: unknown graphs


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> {?s ?p ?o}",
        "SELECT * FROM <http://127.0.0.1:8000/d.ttl> {?s ?p ?o}",
        "SELECT * FROM NAMED <http://127.0.0.1:8000/d.ttl> {?s ?p ?o}",
        "ASK FrOm<http://127.0.0.1:8000/d.ttl>{}",
        "DESCRIBE ?s FROM # a comment\n <http://127.0.0.1:8000/d.ttl> {?s ?p ?o}",
        f"{PREFIXES} SELECT*FROM:g{{?s ?p ?o}}",
        f"{PREFIXES} SELECT * FROMex:g {{?s ?p ?o}}",
    ],
)
def test_from_is_refused(text: str) -> None:
    assert refusal(text).message.startswith("FROM names an unknown graph")


@pytest.mark.parametrize("text", ["ASKFROM<http://x/>{}", "SELECT * FROMNAMED <http://x/> {}"])
def test_from_glued_to_a_keyword_is_refused(text: str) -> None:
    assert "no word of SPARQL" in refusal(text).message


# --------------------------------------------------------------------------- Q3, Q4: SERVICE


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {SERVICE <http://127.0.0.1:8000/sparql>{?s ?p ?o}}",
        "SELECT * {SERVICE SILENT <http://127.0.0.1:8000/sparql>{?s ?p ?o}}",
        "SELECT * { { OPTIONAL { { SELECT * { SERVICE ?x { ?s ?p ?o } } } } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p 1 SERVICE<http://x/>{?s ?p ?o} }",
        "SELECT * { ?s ?p 1.SERVICE<http://x/>{?s ?p ?o} }",
    ],
)
def test_service_is_refused(text: str) -> None:
    assert refusal(text).message.startswith("SERVICE is off")


def test_service_in_any_case_is_refused() -> None:
    assert refusal("SELECT * {SeRvIcE<http://x/>{?s ?p ?o}}").message.startswith("SERVICE is off")


def test_service_hidden_behind_a_comment_is_refused() -> None:
    found = refusal(f"{PREFIXES}\nSELECT * {{SERVICE#c\n ex:x {{?s ?p ?o}}}}")
    assert (found.line, found.message) == (2, 'SERVICE is off: found "SERVICE"')


def test_service_in_exists_is_refused() -> None:
    text = "SELECT * {?s ?p ?o FILTER EXISTS{SERVICE<http://x/>{?s ?p ?o}}}"
    assert refusal(text).message.startswith("SERVICE is off")


def test_service_written_with_a_codepoint_escape_is_refused() -> None:
    found = refusal("SELECT * {\n\\u0053ERVICE <http://x/>{?s ?p ?o}}")
    assert (found.line, "codepoint escape" in found.message) == (2, True)


@pytest.mark.parametrize("name", ["SERVICE:x", "SERVICEex:x", "SERVICESILENTex:x", "SERVICEé:x"])
def test_service_glued_to_a_name_is_refused(name: str) -> None:
    found = refusal(f"{PREFIXES} SELECT * {{ ?s ?p ?o . {name} # c\n {{ ?s ?p ?o }} }}")
    assert found.message.startswith("SERVICE is off")


def test_service_glued_to_silent_is_refused() -> None:
    found = refusal("SELECT * { SERVICESILENT<http://x/>{?s ?p ?o} }")
    assert "no word of SPARQL" in found.message


@pytest.mark.parametrize("iri", ["<#>", "<?b#//>", "<?b'>", "<?b'x//y'>"])
@pytest.mark.parametrize("operand", ["?a", "1", "(?a)", "STR(?a)", "'a'@en", "true", "EXISTS {}"])
def test_service_behind_a_sign_that_may_be_an_iri_is_refused(operand: str, iri: str) -> None:
    # To the engine, FILTER(?a < and a comment; to a reader of IRIs, a string until the last quotes.
    text = f"SELECT * {{ FILTER({operand}{iri}'''\n?b) SERVICE {NOWHERE} {{?s ?p ?o}} #'''\n}}"
    assert refusal(text).line == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { # c\rSERVICE <http://x/> {?s ?p ?o}\n}",
        "SELECT * { # c \\u000A SERVICE <http://x/> {?s ?p ?o}\n}",
        'SELECT * { ?s ?p "a\\u0022 . SERVICE <http://x/> {?s ?p ?o} #" }',
        'SELECT * { ?s ?p "a\\U00000022 . SERVICE <http://x/> {?s ?p ?o} #" }',
        'SELECT * { ?s ?p "a\\U0022 . SERVICE <http://x/> {?s ?p ?o} #" }',
        'SELECT * { ?s ?p "a\\\\u005c" . SERVICE <http://x/> {?s ?p ?o} #" }',
        "SELECT * { <http://x/\\u003E> ?p ?o }",
        "SELECT * { <<?a#>'''\n ex:b ex:c>> ?p ?o SERVICE <x> {} #'''\n }",
        "SELECT * { ?s ?p true.ex:b }",
    ],
)
def test_a_text_that_engines_read_in_two_ways_is_refused(text: str) -> None:
    assert refusal(text).message


# ----------------------------------------------------------------- Q5: updates; several; none


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://x/>",
        "LOAD SILENT <file:///etc/passwd>",
        "INSERT DATA { <a:a> <a:b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "CREATE GRAPH <http://x/>",
        "DROP DEFAULT",
        "COPY <a:a> TO <a:b>",
        "MOVE <a:a> TO <a:b>",
        "ADD <a:a> TO <a:b>",
        "PREFIX a: <a:> insert data { a:a a:b 1 }",
        "SELECT * { ?s ?p ?o } ; LOAD <http://x/>",
    ],
)
def test_updates_are_refused(text: str) -> None:
    assert refusal(text).message.startswith("a query cannot change data")


@pytest.mark.parametrize("second", ["SELECT * {}", "ASK {}", "PREFIX a: <a:> ASK {}", "BASE <a:>"])
def test_several_queries_are_refused(second: str) -> None:
    found = refusal(f"SELECT * {{ ?s ?p ?o }}\n{second}")
    assert (found.line, "more than one query" in found.message) == (2, True)


@pytest.mark.parametrize("text", ["", " \n ", "# nothing", "PREFIX a: <a:>", "BASE <a:>\n"])
def test_a_text_without_a_query_is_refused(text: str) -> None:
    assert "no query" in refusal(text).message


@pytest.mark.parametrize("text", ["{ ?s ?p ?o }", "WHERE {}", "a:b", "<a:b>", "?x", "'a'", "1"])
def test_a_text_that_begins_otherwise_is_refused(text: str) -> None:
    assert "does not begin" in refusal(text).message


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o", "ASK { ( }", "ASK {}}", "ASK { ?x ] }"])
def test_brackets_that_do_not_match_are_refused(text: str) -> None:
    assert refusal(text).message


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o SORT }", "SELEKT *", "ASK { LATERAL {} }"])
def test_what_is_no_word_of_sparql_is_refused(text: str) -> None:
    assert refusal(text).message


@pytest.mark.parametrize("text", ["'a", '"a\nb"', "'''a''", '"""a""', r'"\x"', r'"\u12"', '"""'])
def test_strings_that_do_not_end_are_refused(text: str) -> None:
    assert "string" in refusal(f"SELECT * {{ ?s ?p\n{text} }}").message


@pytest.mark.parametrize("code", [*range(0x9), 0xB, 0xC, *range(0xE, 0x20), 0xD800, 0xDFFF])
def test_controls_and_lone_surrogates_are_refused(code: int) -> None:
    text = f"SELECT * {{\n?s ?p '{chr(code)}' }}"
    assert (refusal(text).line, f"U+{code:04X}" in refusal(text).message) == (2, True)


@pytest.mark.parametrize("text", [r'"\ud83d\ude00"', r'"\u0000"', r'"\U0000D800"', r"<a:\u0001>"])
def test_controls_and_surrogates_as_escapes_are_refused(text: str) -> None:
    assert "in two ways" in refusal(f"SELECT * {{ ?s ?p {text} }}").message


@pytest.mark.parametrize("character", ["\u00a0", "\u200b", "\u0085", "\u2028", "~", "\\", "×"])
def test_characters_that_begin_nothing_are_refused(character: str) -> None:
    assert f"U+{ord(character):04X}" in refusal(f"SELECT *\n{{ {character} ?s ?p ?o }}").message


def test_a_byte_order_mark_is_refused_by_name() -> None:
    assert "U+FEFF" in refusal("\ufeffSELECT * {}").message


# ------------------------------------------------------------------------- Q7, Q8: too big

LARGE: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "SELECT * " + "{" * n + "?s ?p ?o" + "}" * n,
    "brackets": lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "blank nodes": lambda n: "SELECT * { ?s ?p " + "[ ?p " * n + "1" + "]" * n + " }",
    "lists": lambda n: "SELECT * { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "unclosed": lambda n: "SELECT * " + "{" * n,
    "UNION": lambda n: "SELECT * { {}" + "UNION{}" * n + " }",
    "UNION alone": lambda n: "SELECT * { {?s ?p ?o}" + " UNION" * n + " {} }",
    "sum": lambda n: "SELECT * { FILTER(" + "1+" * n + "1) }",
    "signed": lambda n: "SELECT * { FILTER(1" + "+1" * n + ") }",
    "product": lambda n: "SELECT * { FILTER(" + "1*" * n + "1) }",
    "and": lambda n: "SELECT * { FILTER(" + "?x&&" * n + "1) }",
    "not": lambda n: "SELECT * { FILTER(" + "!" * n + "1) }",
    "not in what may be an IRI": lambda n: "SELECT * { FILTER(?a<" + "!" * n + "?b&&?c>?d) }",
    "nested calls": lambda n: "SELECT * { FILTER(" + "ABS(" * n + "1" + ")" * n + ") }",
    "AS": lambda n: "SELECT " + "(1 AS ?x) " * n + "{}",
    "GROUP BY": lambda n: "SELECT * { ?s ?p ?o } GROUP BY " + "STR(?o) " * n,
    "ORDER BY": lambda n: "SELECT * { ?s ?p ?o } ORDER BY " + "STR(?o) " * n,
    "DESCRIBE": lambda n: "DESCRIBE " + "<a:a> " * n,
    "OPTIONAL": lambda n: "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * n + "}",
    "patterns": lambda n: "SELECT * { " + "?s ?p ?o . " * n + "}",
    "objects": lambda n: "SELECT * { ?s ?p 1" + ",1" * n + " }",
    "predicates": lambda n: "SELECT * { ?s ?p 1" + ";?p 1" * n + " }",
    "anonymous": lambda n: "SELECT * { " + "[ ?p 1 ] " * n + "}",
    "members": lambda n: "SELECT * { ?s ?p (" + "1 " * n + ") }",
    "steps": lambda n: "SELECT * { ?s <a:a>" + "/<a:a>" * n + " ?o }",
    "choices": lambda n: "SELECT * { ?s <a:a>" + "|^<a:a>" * n + " ?o }",
    "modifiers": lambda n: "SELECT * { ?s " + "(" * n + "<a:a>" + ")*" * n + " ?o }",
    "filters": lambda n: "SELECT * { " + "FILTER(1) " * n + "}",
    "BIND": lambda n: "SELECT * { " + "BIND(1 AS ?x) " * n + "}",
    "VALUES": lambda n: "SELECT * { " + "VALUES ?x { 1 } " * n + "}",
    "empty groups": lambda n: "SELECT * { " + "{} " * n + "}",
    "subqueries": lambda n: "SELECT * " + "{ SELECT * " * n + "{}" + "}" * n,
    "EXISTS": lambda n: "SELECT * { " + "FILTER EXISTS {?s ?p ?o} " * n + "}",
}


@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.parametrize("n", [500, 1_000, 4_000, 10_000])
def test_what_crashes_an_engine_by_its_size_is_refused(kind: str, n: int) -> None:
    assert " (max " in refusal(LARGE[kind](n)).message


@pytest.mark.parametrize("kind", sorted(set(LARGE) - {"unclosed"}))
def test_ten_of_anything_pass(kind: str) -> None:
    assert pass_gate(LARGE[kind](10))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * " + "{" * 4_000, "too deeply nested (max 64)"),
        ("SELECT * { FILTER(" + "(" * 7_000, "too deeply nested (max 64)"),
        ("SELECT * { FILTER(" + "[" * 10_000, "too deeply nested (max 64)"),
        ("SELECT * {" + "OPTIONAL { ?s ?p ?o } " * 400 + "}", "too many patterns (max 100)"),
        ("SELECT * {" + "?s ?p ?o . " * 1_000 + "}", "too many patterns (max 100)"),
        ("SELECT * { ?s " + "<a:a>/" * 1_000 + "<a:a> ?o }", "too many patterns (max 100)"),
        ("SELECT * { FILTER(" + "1+" * 7_000 + "1) }", "too many operators (max 400)"),
        ("SELECT * { FILTER(" + "!" * 10_000 + "1) }", "too many operators (max 400)"),
    ],
)
def test_a_limit_is_named_with_its_number(text: str, message: str) -> None:
    assert refusal(text).message.startswith(message)


def test_a_text_over_the_byte_limit_is_refused_in_bytes_not_characters() -> None:
    text = "SELECT * {} # " + "é" * 40_000
    assert refusal(text).message == "the query is too long: 80014 bytes (max 65536)"
    assert pass_gate(text, Limits(bytes=80_014))


def test_limits_are_kept_to_the_last_one() -> None:
    text = "SELECT * { ?s ?p ?o . ?s ?p ?o }"
    assert pass_gate(text, Limits(patterns=3))  # the group and two patterns
    assert "too many patterns" in refusal(text, Limits(patterns=2)).message
    assert pass_gate("ASK { { } }", Limits(nesting=2))
    assert "too deeply" in refusal("ASK { { } }", Limits(nesting=1)).message
    assert pass_gate("ASK { FILTER(1+1) }", Limits(operators=2))  # the bracket and the sign
    assert "too many operators" in refusal("ASK { FILTER(1+1) }", Limits(operators=1)).message


def test_long_lists_of_values_pass() -> None:
    assert pass_gate("SELECT * { VALUES (?x ?y) { " + "(<#a> 'b'@en) " * 4_000 + "} }")
    assert pass_gate("SELECT * { ?s ?p ?o FILTER(?o IN (" + "1, " * 10_000 + "1)) }")


# ------------------------------------------------------------------------------------ ordered


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s order # c\n by ?s LIMIT 1", True),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } } ORDER BY ?s", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } }", False),
        ("SELECT * { ?s ?p 'ORDER BY' } # ORDER BY ?s", False),
        ("SELECT ?order { ?s ex:order ?order }", False),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s", False),
    ],
)
def test_an_order_of_the_result_is_told_from_one_within(text: str, ordered: bool) -> None:
    assert pass_gate(text).ordered is ordered


# --------------------------------------------------------------------------------- any text

PIECES = r"""
    SERVICE service SILENT SERVICE: SERVICEex: SERVICEex:a SERVICE:a FROM FROM:a NAMED GRAPH LOAD
    \u0053ERVICE \u0022 ex:SERVICE ?xSERVICE ?x ?y ex:a :a <a:a> <#> <?y#> <?y'> < > <= << # \
    "a" 'a' ''' " ' { } ( ) [ ] . ; , a true 1 1. .5 @en ^^ FILTER( EXISTS OPTIONAL{ UNION
    BIND( AS VALUES SELECT ASK{ WHERE CONSTRUCT{ ORDER BY LIMIT + * / | ^ ! && = {?s?p?o} _:b é
"""
SOUP = st.lists(
    st.sampled_from([*PIECES.split(), '"""', " ", " ", "\n", "\r", "\r\n", "#c\n"]), max_size=60
)
HEADS = st.sampled_from(["", "SELECT * {", "SELECT * ", "ASK { FILTER(?x", PREFIXES + "SELECT * {"])


def passes(text: str) -> bool:
    """Whether the gate lets a text through; anything but a refusal is an error."""
    try:
        return pass_gate(text).text == text
    except QueryRefused as refused:
        assert refused.line
        assert refused.hint
        return False


@given(st.text())
@settings(max_examples=300)
def test_any_text_passes_or_is_refused(text: str) -> None:
    passes(text)


@given(HEADS, SOUP)
@settings(max_examples=300)
def test_any_soup_of_tokens_passes_or_is_refused(head: str, soup: list[str]) -> None:
    passes(head + "".join(soup))


@given(HEADS, SOUP, st.sampled_from([f"SERVICE {NOWHERE} {{?s ?p ?o}} }}", "SERVICE:a {} }"]))
@settings(max_examples=300, deadline=None)
def test_no_engine_goes_out_for_what_passes(head: str, soup: list[str], tail: str) -> None:
    text = head + "".join(soup) + tail
    if not passes(text):
        return
    with suppress(SyntaxError, ValueError, RuntimeError):
        pyoxigraph.Store().query(text)  # an OSError when it tries
    parsed = ""
    with suppress(Exception):  # whatever rdflib makes of what is no SPARQL
        parsed = repr(parseQuery(text))
    assert "ServiceGraphPattern" not in parsed


@given(st.lists(st.sampled_from([" ", "\n", "\t", "#c\n", "# '\"<{\r\n"]), min_size=1))
def test_white_space_and_comments_hide_no_service(gaps: list[str]) -> None:
    gap = "".join(gaps)
    found = refusal(f"SELECT * {{{gap}SERVICE{gap}SILENT{gap}<a:a>{gap}{{}} }}")
    assert found.message == 'SERVICE is off: found "SERVICE"'


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=50))
def test_any_text_in_a_bound_string_changes_nothing(text: str) -> None:
    literal = str(pyoxigraph.Literal(text))
    query = f"SELECT * {{ VALUES ?x {{ {literal} }} ?s ?p ?x }} ORDER BY ?s"
    if any(ord(character) < 0x20 or character == "\\" for character in text):
        passes(query)
    else:
        assert pass_gate(query).ordered


NASTY = r"""
    < <a (?a<b " ''' ' \ '\' ? $a @a @a- _:a. a. a- a.a é. ex:a. ex:a%20 ex:\. : :: 1. 1e 1.e . #
    { } () [] ^ ! * true. VALUES SELECT \u0041 a: a:b. ''
"""


@pytest.mark.parametrize("unit", [*NASTY.split(), '"""a', "\n", "\r\n"])
@pytest.mark.parametrize("head", ["", "SELECT * {", "ASK { VALUES ?x { '", "ASK { FILTER(?x "])
def test_the_longest_text_is_read_in_no_time(head: str, unit: str) -> None:
    most = Limits(nesting=10**6, patterns=10**6, operators=10**6)
    text = (head + unit * 65_536)[:65_536]
    start = time.process_time()
    for limits in (Limits(bytes=10**6), most):
        with suppress(QueryRefused):
            pass_gate(text, limits)
    assert time.process_time() - start < 2
