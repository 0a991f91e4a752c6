"""From an address to a store."""

from __future__ import annotations

import re
from pathlib import Path

from tvet_skos.errors import NotFound, StoreError
from tvet_skos.store.filling import Progress, Source
from tvet_skos.store.interface import Store
from tvet_skos.store.memory import MemoryStore
from tvet_skos.terms import IRI

_KIND = re.compile(r"([a-z][a-z0-9+.-]+):", re.I)


def is_store_address(text: str) -> bool:
    """Whether a text names a store rather than a file or folder of text files.

    >>> [is_store_address(a) for a in ("oxigraph:data", "https://example.org/sparql", "vocab")]
    [True, True, False]
    """
    return _kind(text) in _OPENERS


def open_store(
    address: str | Path, *, graph: IRI | None = None, progress: Progress | None = None
) -> Store:
    """The store at an address.

    ==================  ==========================================================================
    a path              a vocabulary folder or an RDF file, read into memory
    ``memory:``         an empty store in memory
    ``oxigraph:DIR``    a store on disk; it is made when something is first written to it
    ``http(s)://…``     a SPARQL server
    ==================  ==========================================================================

    :param graph: the one vocabulary that questions see; by default all together
    :param progress: told now and then how many bytes of how many are read, for files
    :raises NotFound: nothing stands at the path
    :raises InputError: what stands there cannot be read
    :raises StoreError: the folder holds no store, the server cannot be used, or the address is of
        no known kind

    >>> from tvet_skos import bundled_vocabulary
    >>> open_store(bundled_vocabulary()).query("ASK { ?s ?p ?o }")
    True
    """
    text = str(address)
    opener = _OPENERS.get(_kind(text))
    if opener is not None and isinstance(address, str):
        return opener(text, graph)
    path = Path(address)
    if not path.exists():
        _refuse_unknown(text, path)
    if (path / "tvet-skos-store.json").is_file():
        raise NotFound(
            "this folder is a store on disk, not a vocabulary", hint=f"name it oxigraph:{text}"
        )
    store = MemoryStore.read(Source.at(path), graph=graph, progress=progress)
    if graph is not None:
        store.count()  # says if there is no such vocabulary
    return store


def _kind(text: str) -> str:
    match = _KIND.match(text)
    return match[1].lower() if match else ""


def _refuse_unknown(text: str, path: Path) -> None:
    kind = _kind(text)
    if kind:
        raise StoreError(
            f"{kind}: is no kind of store",
            hint="use memory:, oxigraph:DIR, http://… or https://…, or the path of a file",
        )
    raise NotFound("there is no such file or folder", file=str(path))


def _memory(address: str, graph: IRI | None) -> Store:
    if address.partition(":")[2]:
        hint = "memory: stands alone; name a file or folder by its path"
        raise StoreError(f"{address} is no address", hint=hint)
    return MemoryStore(graph=graph)


def _on_disk(address: str, graph: IRI | None) -> Store:
    from tvet_skos.store.disk.store import DiskStore

    return DiskStore(address, graph=graph)


def _remote(address: str, graph: IRI | None) -> Store:
    from tvet_skos.store.servers.store import RemoteStore  # imports an HTTP library

    return RemoteStore(address, graph=graph)


_OPENERS = {"memory": _memory, "oxigraph": _on_disk, "http": _remote, "https": _remote}
