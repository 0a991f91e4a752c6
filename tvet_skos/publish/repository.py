"""A new vocabulary repository: its first files, with checks of proposals ready to run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tvet_skos.iri import agent_iri
from tvet_skos.model import Agent, ConceptScheme
from tvet_skos.namespaces import PROFILE
from tvet_skos.rdf.folder import layout
from tvet_skos.terms import IRI, Literal

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What a new vocabulary is called, where its IRIs begin, and who makes it.

    ``created`` is the day, ``YYYY-MM-DD``; ``version`` that of the tool, which the checks install.
    """

    title: str
    base: str
    language: str
    publisher: str
    created: str
    version: str


FILES = {
    "tvet-skos.toml": "tvet-skos.toml",
    "README.md": "README.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "github/check.yml": ".github/workflows/check.yml",
    "github/comment.yml": ".github/workflows/comment.yml",
}
"""Template to file; beside them stands the vocabulary itself, in ``vocab/``."""


def repository_files(repository: Repository) -> dict[PurePosixPath, bytes]:
    """Every file of the new repository: relative path to content.

    The vocabulary is whole and conforms, but for what only its makers know: its concepts.
    """
    return dict(sorted(_files(repository)))


def _files(repository: Repository) -> Iterator[tuple[PurePosixPath, bytes]]:
    for template, name in FILES.items():
        text = (
            _environment()
            .get_template(template)
            .render(
                title=_one_line(repository.title),
                base=repository.base,
                language=repository.language,
                version=repository.version,
            )
        )
        yield PurePosixPath(name), text.encode()
    for path, content in layout(first_scheme(repository)).items():
        yield PurePosixPath("vocab", path), content


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _environment() -> Environment:
    """The templates of text files; nothing in them is HTML, so nothing is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tvet_skos.publish", "templates/repository"),
        autoescape=False,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def first_scheme(repository: Repository) -> ConceptScheme:
    """The vocabulary before its first concept."""
    maker = Agent(
        iri=agent_iri(repository.base, repository.publisher),
        names=(Literal(repository.publisher, repository.language),),
    )
    return ConceptScheme(
        iri=IRI(repository.base),
        titles=(Literal(_one_line(repository.title), repository.language),),
        creators=(maker.iri,),
        publishers=(maker.iri,),
        created=repository.created,
        modified=repository.created,
        version="0.1",
        conforms_to=(PROFILE,),
        history_notes=(Literal(f"Begun on {repository.created}.", "en"),),
        agents=(maker,),
    )
