from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.ingest.html import NESTING, flattened, is_html, is_web_address, read_html


def test_paragraphs_make_blank_lines_and_sections_make_gaps() -> None:
    page = "<h1>T</h1><div><p>a</p><p>b</p></div><div><p>c</p></div>"
    assert read_html(page).text == "T\n\n\na\n\nb\n\n\nc\n"


def test_line_breaks_and_list_items_end_lines() -> None:
    assert read_html("<p>a<br>b</p><ul><li>c<li>d</ul>").text == "a\nb\n\n• c\n• d\n"


def test_cells_of_a_row_stand_on_one_line() -> None:
    page = "<table><tr><td>Source:</td><td>Terms (2009)</td></tr><tr><td>x</td></tr></table>"
    assert read_html(page).text.splitlines()[0] == "Source: | Terms (2009) |"


def test_entities_and_white_space_read_as_browsers_show_them() -> None:
    assert read_html("<p>a&nbsp;&amp;\n  b <b>c</b>d</p>").text == "a & b cd\n"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>X</script>",
        "<style>X</style>",
        "<nav>X</nav>",
        "<form>X</form>",
        "<footer>X</footer>",
        "<p hidden>X</p>",
        "<p style='display: none'>X</p>",
        "<div class='main-menu'>X</div>",
        "<div id='cookie-notice'>X</div>",
        "<div role='navigation'>X</div>",
        "<!-- X -->",
        "<ul class='breadcrumb'><li>X</ul>",
        "<template>X</template>",
        "<p aria-hidden='true'>X</p>",
    ],
)
def test_what_belongs_to_the_site_or_is_hidden_is_left_out(hidden: str) -> None:
    assert "X" not in read_html(f"<p>a</p>{hidden}<p>b</p>").text


def test_the_main_heading_is_the_first_that_does_not_name_the_site() -> None:
    page = "<h1>TVETipedia Glossary</h1><h1>Skill <i>gap</i></h1><h1>Other</h1>"
    assert read_html(page).heading == "Skill gap"


def test_the_canonical_address_is_known_if_it_is_one_for_the_web() -> None:
    link = '<link rel="canonical" href="{}"><p>a</p>'
    assert read_html(link.format("https://example.org/a")).url == "https://example.org/a"
    assert read_html(link.format("javascript:alert(1)")).url == ""
    assert read_html('<meta property="og:url" content="http://example.org/b">').url[-1] == "b"


@pytest.mark.parametrize("address", ["", "example.org", "https://a b", "https://[", "file:///etc"])
def test_other_addresses_are_none_for_the_web(address: str) -> None:
    assert not is_web_address(address)


@pytest.mark.parametrize("tag", ["div", "b", "span", "blockquote"])
def test_200000_nested_tags_neither_crash_nor_stall(tag: str) -> None:
    started = time.perf_counter()
    page = f"<{tag}>" * 200_000 + "text" + f"</{tag}>" * 200_000
    assert read_html(page).text == "text\n"
    assert time.perf_counter() - started < 10


def test_tags_that_are_not_deep_stay() -> None:
    page = "<div>" * NESTING + "<p>a<p>b" + "</div>" * NESTING
    assert flattened(page) == page


def test_html_is_told_from_text() -> None:
    assert is_html("<HTML lang='en'>")
    assert is_html("\n<p class=x>a</p>")
    assert not is_html("Skill\n\nIf a < b and b > c, it is one.")


@given(st.text(alphabet="<>/abdivplu l='&;\n", max_size=200))
def test_any_markup_gives_text_without_trailing_blanks(page: str) -> None:
    text = read_html(page).text
    assert all(line == line.rstrip(" ") for line in text.split("\n"))
