"""Pages as tests look at them: their elements, with attributes and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "hr", "img"}


@dataclass
class Element:
    """An element; ``text`` is all the text inside of it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    ancestors: tuple[str, ...] = field(default_factory=tuple)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice: {tag} {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        element.ancestors = tuple(each.tag for each in self._open)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1].tag == tag, (
            f"</{tag}> closes {[each.tag for each in self._open[-3:]]}"
        )
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def close(self) -> None:
        super().close()
        assert not self._open, f"left open: {[each.tag for each in self._open]}"


def elements(page: str, tag: str = "") -> list[Element]:
    """The elements of a page, in order; it fails where they are not well nested."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [each for each in reader.elements if not tag or each.tag == tag]


def with_class(page: str, name: str) -> list[Element]:
    """The elements of a class."""
    return [each for each in elements(page) if name in each["class"].split()]
