"""Reading what others publish: glossary pages, as text and as HTML, into our model.

``read_pages`` is the door; each step behind it is a module of its own: bytes become text
(``decode``, ``html``), text becomes a ``GlossaryPage`` (``furniture``, ``labels``, ``heading``,
``reader``, ``layout``), citations become sources (``citation``, ``register``, ``references``), and
all of it becomes concepts (``pages``, ``relations``, ``imports``). ``read_sheet`` is the door for
CSV and XLSX.
"""

from tvet_skos.ingest.imports import Import, PageInput, PageWarning, looks_like_page, read_pages
from tvet_skos.ingest.pages import TVETIPEDIA, PageOptions
from tvet_skos.ingest.read import page_input, read
from tvet_skos.ingest.register import bundled_register
from tvet_skos.ingest.sheets import SheetImport, is_sheet, read_sheet

__all__ = [
    "TVETIPEDIA",
    "Import",
    "PageInput",
    "PageOptions",
    "PageWarning",
    "SheetImport",
    "bundled_register",
    "is_sheet",
    "looks_like_page",
    "page_input",
    "read",
    "read_pages",
    "read_sheet",
]
