"""Terms in texts: which are found, exactly where, and why; in pages, where links may stand."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tvet_skos.lookup.annotation import Gazetteer, Mention, counts
from tvet_skos.lookup.markup import visible_texts
from tvet_skos.namespaces import SKOS
from tvet_skos.publish.reports.mentions import AnnotatedText, write_mentions
from tvet_skos.store.labels.entries import LabelKind
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.terms import IRI, Literal, Triple
from tvet_skos.text import fold

EX = "http://example.org/"

_LABELS = (
    ("skill", LabelKind.PREFERRED, "Skill", "en"),
    ("skill", LabelKind.ALTERNATIVE, "Compétence", "fr"),
    ("gap", LabelKind.PREFERRED, "Skill gap", "en"),
    ("micro", LabelKind.PREFERRED, "Micro-credential", "en"),
    ("rpl", LabelKind.PREFERRED, "Recognition of prior learning", "en"),
    ("rpl", LabelKind.ALTERNATIVE, "RPL", "en"),
    ("it", LabelKind.PREFERRED, "IT", "en"),
    ("learning", LabelKind.PREFERRED, "Learning", "en"),
    ("bank", LabelKind.PREFERRED, "Bank", "en"),
    ("shore", LabelKind.ALTERNATIVE, "bank", "en"),
    ("code", LabelKind.PREFERRED, "12", ""),
    ("code", LabelKind.NOTATION, "99", ""),
    ("college", LabelKind.PREFERRED, "Teachers' college", "en"),
    ("cpp", LabelKind.PREFERRED, "C++", "en"),
    ("school", LabelKind.PREFERRED, "École", "fr"),
    ("education", LabelKind.PREFERRED, "教育", "zh"),
    ("vet", LabelKind.PREFERRED, "职业教育", "zh"),
    ("person", LabelKind.PREFERRED, "人", "zh"),
    ("thai", LabelKind.PREFERRED, "การศึกษา", "th"),
    ("korean", LabelKind.PREFERRED, "교육", "ko"),
    ("us", LabelKind.PREFERRED, "U.S. school", "en"),
    ("level", LabelKind.PREFERRED, "(Level 1, basic)", "en"),
)


def labels(rows: Sequence[tuple[str, LabelKind, str, str]] = _LABELS) -> LabelIndex:
    return LabelIndex.of(
        Triple(IRI(EX + name), SKOS + kind.value, Literal(text, language))
        for name, kind, text, language in rows
    )


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(labels())


def found(gazetteer: Gazetteer, text: str) -> list[str]:
    """Each mention as its text and its concepts."""
    return [shown(text, mention) for mention in gazetteer.mentions(text)]


def shown(text: str, mention: Mention) -> str:
    assert text[mention.start : mention.end] == mention.text
    concepts = "+".join(match.concept.removeprefix(EX) for match in mention.matches)
    return f"{mention.text}={concepts}"


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Skills, and a SKILL.", ["Skills=skill", "SKILL=skill"]),
        ("skillful deskill skillset", []),
        ("the skill gap", ["skill gap=gap"]),
        ("skill-gaps", ["skill-gaps=gap"]),
        ("skill\ngap", ["skill\ngap=gap"]),
        ("skill. Gap", ["skill=skill"]),
        ("skill\n\ngap", ["skill=skill"]),
        ("skill, gap (skill)", ["skill=skill", "skill=skill"]),
        ("microcredentials", ["microcredentials=micro"]),
        ("micro credential", ["micro credential=micro"]),
        ("micro\u00adcredential micro\u2011credential", 2),
        ("“micro-credential”", ["micro-credential=micro"]),
        ("competences: compétences, COMPETENCE, compe\u0301tence", 4),
        (
            "a skill's worth of the teachers' colleges",
            ["skill's=skill", "teachers' colleges=college"],
        ),
        ("teacher’s college", ["teacher’s college=college"]),
        ("l'école, d’Ecole", ["école=school", "Ecole=school"]),
        ("C++ but not C", ["C++=cpp"]),
        ("a U.S. school", ["U.S. school=us"]),
        ("us school", ["us school=us"]),
        ("at level 1, basic; level 1 basic; level 1. Basic", 2),
        ("bank", ["bank=bank+shore"]),
        ("12 and 99 and 120", ["12=code"]),
        ("", []),
        (" \n\n \n", []),
        ("ſkill ﬁ", ["ſkill=skill"]),
    ],
)
def test_whole_words_are_found_in_any_spelling(
    gazetteer: Gazetteer, text: str, mentions: list[str] | int
) -> None:
    result = found(gazetteer, text)
    assert (len(result) if isinstance(mentions, int) else result) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("RPL and RPLs", ["RPL=rpl", "RPLs=rpl"]),
        ("rpl", []),
        ("it is IT", ["IT=it"]),
        ("Recognition of Prior Learning (RPL)", 2),
    ],
)
def test_abbreviations_are_found_in_capitals_only(
    gazetteer: Gazetteer, text: str, mentions: list[str] | int
) -> None:
    assert (
        found(gazetteer, text) if isinstance(mentions, list) else len(found(gazetteer, text))
    ) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("发展职业教育和培训", ["职业教育=vet"]),
        ("高等教育很好", ["教育=education"]),
        ("人人都好", []),
        ("这 人 好", ["人=person"]),
        ("ระบบการศึกษาไทย", ["การศึกษา=thai"]),
        ("교육은 중요하다", ["교육=korean"]),
        ("VET教育skill", ["教育=education", "skill=skill"]),
    ],
)
def test_where_words_have_no_spaces_signs_are_enough(
    gazetteer: Gazetteer, text: str, mentions: list[str]
) -> None:
    assert found(gazetteer, text) == mentions


def test_every_concept_is_given_with_the_label_that_matched(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.mentions("BANKS")
    assert [match.why for match in mention.matches] == [
        'preferred label "Bank"@en, ignoring case and plural',
        'alternative label "bank"@en, ignoring case and plural',
    ]
    assert counts([mention, mention]) == {IRI(EX + "bank"): 2, IRI(EX + "shore"): 2}


def test_one_language_may_be_chosen() -> None:
    text = "skill, compétence, 12"
    assert found(Gazetteer(labels(), "en"), text) == ["skill=skill", "12=code"]
    assert found(Gazetteer(labels(), "fr"), text) == ["compétence=skill", "12=code"]
    assert len(Gazetteer(labels(), "xx")) == 1


def test_a_vocabulary_without_labels_finds_nothing() -> None:
    assert list(Gazetteer(labels(())).mentions("skill")) == []


_PIECES = ["skill", "Skills", "gap", "micro", "credential", " ", "-", "\n", ". ", "教育", "'", "x"]


@given(st.lists(st.sampled_from([*_PIECES, *(label for _, _, label, _ in _LABELS)])).map("".join))
@settings(max_examples=200, deadline=None)
def test_mentions_stand_in_order_and_fold_like_their_labels(text: str) -> None:
    end = 0
    for mention in _GAZETTEER.mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.matches
        for match in mention.matches:
            assert match.label is not None and fold(match.label.value) == fold(mention.text)
        end = mention.end


_GAZETTEER = Gazetteer(labels())


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    for mention in _GAZETTEER.mentions(text):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "piece", ["a ", "skill ", "a", "教", "'", "\u0301", "<", "&amp;", "<a", "<!--"]
)
def test_long_texts_of_one_piece_are_read_to_their_end(gazetteer: Gazetteer, piece: str) -> None:
    text = piece * 30_000 + "\n\nskill"
    assert [m.text for m in gazetteer.mentions(text)][-1] == "skill"
    list(gazetteer.mentions_in_page(text))


def linked(page: str) -> str:
    mentions = tuple(_GAZETTEER.mentions_in_page(page))
    return write_mentions(AnnotatedText(page, mentions, {}, is_page=True), "html")


_LINK = re.compile(r'<a class="glossary-term" href="[^"]*" title="[^"]*">(.*?)</a>', re.DOTALL)


@pytest.mark.parametrize(
    ("page", "times"),
    [
        ("<p>skill</p>", 1),
        ("<a href=x>skill</a> skill", 1),
        ("<A HREF='x'>skill <b>skill</b></A>", 0),
        ("<script>skill</script><style>skill</style>skill", 1),
        ("<script><!-- <script>skill</script> skill --></script>", 0),
        ("<script>if (a < b) skill('</p>skill')</script>", 0),
        ("<textarea>skill</textarea><title>skill</title>", 0),
        ("<!-- skill --> <!DOCTYPE skill> <?skill?> </ skill>", 0),
        ("<!--> skill --> <!---> skill", 2),
        ("""<p title="skill > skill" lang='a>skill'>x""", 0),
        ("<p title=a>skill", 1),
        ("<p title='skill", 0),
        ("<p skill", 0),
        ("a < b skill", 1),
        ("skill &lt;skill&gt; &amp;skill", 3),
        ("comp&eacute;tence comp&#233;tence", 2),
        ("<code>skill</code><svg><text>skill</text></svg><button>skill</button>", 0),
        ("<svg/>skill<svg><style><a title='</style></svg>skill'></svg>", 1),
        ("<plaintext>skill</plaintext>", 0),
        ("<h1>Skill</h1><td>skill<li>skill", 3),
        ("skill" * 2, 0),
        ("<p>skill<b> gap</b>", 1),
    ],
)
def test_links_stand_where_a_reader_sees_text_and_nowhere_else(page: str, times: int) -> None:
    result = linked(page)
    assert len(_LINK.findall(result)) == times
    assert _LINK.sub(r"\1", result) == page


_SOUP = (
    "skill", " ", '<p title="skill">', "<p title=skill>", "<a href=x>", "</a>", "<script>",
    "</script>", "<!--", "-->", "--!>", "<style>", "</style>", "<title>", "</title>", "<textarea>",
    "</textarea>", "<svg>", "</svg>", "<math>", "</math>", "<b", "<b>", "</b>", ">", "<", "/", "=",
    '"', "'", "&amp;", "&eacute;", "&#60;", "<![CDATA[", "]]>", "<template>", "</template>",
    "<button>", "</button>", "<noscript>", "</noscript>", "<iframe>", "</iframe>", "<plaintext>",
    "\n", "\0", "<?x ", "</>", "<x y='", "é",
)  # fmt: skip


@given(st.lists(st.sampled_from(_SOUP), max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_in_any_tag_soup_each_link_is_an_element_for_the_parser_of_a_browser(page: str) -> None:
    result = linked(page)
    assert _LINK.sub(r"\1", result) == page
    tree = LexborHTMLParser(result)
    links = tree.css("a.glossary-term")
    assert len(links) == len(_LINK.findall(result))
    for link in links:
        assert fold(link.text()) == "skill"
    in_attributes = [
        node.attributes for node in tree.css("*")
        if any("glossary" in str(value) for key, value in node.attributes.items() if key != "class")
    ]  # fmt: skip
    assert in_attributes == []
    for node in tree.css("script, style, title, textarea, iframe"):
        assert "glossary-term" not in node.text()


@given(st.lists(st.sampled_from(_SOUP), max_size=12).map("".join))
@settings(max_examples=200, deadline=None)
def test_every_visible_character_has_its_place_in_the_page(page: str) -> None:
    for visible in visible_texts(page):
        places = [visible.place(number) for number in range(len(visible.text))]
        assert places == sorted(places)
        for number, letter in enumerate(visible.text):
            written = page[places[number] : visible.end(number + 1)]
            assert written == letter or written.startswith("&")


def test_what_stands_in_labels_and_names_cannot_act() -> None:
    iri, other = IRI("http://example.org/a?b=1&c=x"), IRI("javascript:alert(1)")
    rows = [
        Triple(iri, SKOS.prefLabel, Literal("Skill", "en")),
        Triple(other, SKOS.prefLabel, Literal("Gap", "en")),
        Triple(IRI("http://example.org/quoted"), SKOS.prefLabel, Literal('Say "<b>"', "en")),
    ]
    text = 'Skill, gap, say "<b>" \u202e'
    mentions = tuple(Gazetteer(LabelIndex.of(rows)).mentions(text))
    assert [mention.text for mention in mentions] == ["Skill", "gap", 'say "<b>']
    names = {iri: "\"><script>alert('x')\n</script>"}
    html = write_mentions(AnnotatedText(text, mentions, names), "html")
    tree = LexborHTMLParser(html)
    assert [link.attributes["title"] for link in tree.css("a")] == [
        "\"><script>alert('x') </script>", "http://example.org/quoted",
    ]  # fmt: skip
    assert tree.css("script, b") == [] and "javascript" not in html and "\\u202E" in html


def test_what_is_kept_of_texts_does_not_grow_with_the_spaces_in_them() -> None:
    own = Gazetteer(labels())
    tracemalloc.start()
    try:
        for more in range(5):
            (found,) = own.mentions(f"skill{' ' * (100_000 + more)}gap")
            assert found.matches[0].concept == EX + "gap"
        del found
        assert tracemalloc.get_traced_memory()[0] < 100_000
    finally:
        tracemalloc.stop()
