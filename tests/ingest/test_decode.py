from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.errors import DecodingError, InputError
from tvet_skos.ingest.decode import MAX_BYTES, decoded

QUOTED = "A \u201cskill\u201d \u2013 learned."


def test_a_byte_order_mark_and_line_ends_of_any_system_do_not_matter() -> None:
    assert decoded("\ufeffa\r\nb\rc\u2028d".encode()) == "a\nb\nc\nd"


def test_text_comes_in_normal_form_c_without_invisible_characters() -> None:
    assert decoded("cafe\u0301 work\u00adshop\u200b".encode()) == "caf\u00e9 workshop"


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (QUOTED.encode("windows-1252"), "--encoding windows-1252"),
        (QUOTED.encode("utf-16"), "--encoding utf-16"),
        (QUOTED.encode("utf-16-le"), "--encoding utf-16"),
        (b"%PDF-1.7\x00\x01\x02 stream", "not as PDF"),
        (b"<meta charset='iso-8859-15'> caf\xe9", "--encoding iso-8859-15"),
    ],
)
def test_bytes_in_another_encoding_are_an_error_that_names_a_likely_one(
    content: bytes, hint: str
) -> None:
    with pytest.raises(DecodingError) as error:
        decoded(content, file="page.txt")
    assert error.value.hint is not None
    assert hint in error.value.hint
    assert str(error.value).startswith("page.txt")
    assert "\n" not in str(error.value)


def test_the_line_of_the_first_unreadable_byte_is_named() -> None:
    with pytest.raises(DecodingError) as error:
        decoded(b"one\ntwo\nthree \x93four\x94", file="page.txt")
    assert error.value.line == 3


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "utf-16-le", "utf-8"])
def test_with_the_right_encoding_the_page_is_read(encoding: str) -> None:
    assert decoded(QUOTED.encode(encoding), encoding=encoding) == QUOTED


def test_windows_1252_read_as_latin_1_is_noticed() -> None:
    with pytest.raises(DecodingError, match="no latin-1 text"):
        decoded(QUOTED.encode("windows-1252"), encoding="latin-1")


@pytest.mark.parametrize("encoding", ["klingon", "zlib", "rot13", "utf\x00"])
def test_an_unknown_encoding_is_named(encoding: str) -> None:
    with pytest.raises(InputError):
        decoded(b"text", file="page.txt", encoding=encoding)


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(content: bytes) -> None:
    with pytest.raises(InputError, match="empty"):
        decoded(content, file="page.txt")


def test_a_page_of_more_than_5_mb_is_an_error_with_its_size() -> None:
    with pytest.raises(InputError, match="10,000,000 bytes"):
        decoded(b"x" * (2 * MAX_BYTES), file="big.txt")


@given(
    st.binary(max_size=200), st.sampled_from([None, "utf-16", "utf-7", "latin-1", "idna", "mbcs"])
)
def test_any_bytes_give_text_or_an_input_error(content: bytes, encoding: str | None) -> None:
    try:
        text = decoded(content, encoding=encoding)
    except InputError:
        return
    assert text.encode("utf-8")
    assert "\x00" not in text
    assert "\r" not in text
