"""Pages of the bundled vocabulary, one or more of every template and state.

``tests/web/test_templates_shown.py`` sees that no template is left out.
"""

WAITING, ACCEPTED, DECLINED = (sign * 26 for sign in "abc")
"""The names of proposals that the server has: one of each state."""

PATHS = {
    "home": "/en/",
    "index": "/en/index/en/C",
    "index of all": "/es/index/all/E",
    "topics": "/en/topics",
    "topic": "/en/topic/topic/credentials",
    "hierarchy": "/en/hierarchy",
    "below a term": "/en/hierarchy/skills",
    "term": "/en/term/micro-credential",
    "term with much": "/fr/term/skills",
    "compare": "/en/compare/micro-credential",
    "compare against another": "/en/compare/skills?baseline=3",
    "sources": "/en/sources",
    "source": "/en/source/source/col-2020",
    "unsourced": "/en/unsourced",
    "coverage": "/en/coverage",
    "coverage, what is missing": "/fr/coverage/es/definition",
    "search": "/en/search?q=credential",
    "search, narrowed": "/en/search?q=credential&several=yes",
    "search, misspelt": "/en/search?q=mikrocredencial",
    "search, nothing": "/en/search?q=zzzzqqqq",
    "search, empty": "/en/search",
    "changes": "/en/changes",
    "about": "/en/about",
    "api": "/en/api",
    "query": "/en/query",
    "question": "/en/query/definitions?term=micro-credential",
    "question, not found": "/en/query/definitions?term=micro-credenzial",
    "query with rows": "/en/query?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
    "query with a graph": "/en/query?query=CONSTRUCT+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D",
    "query that fails": "/en/query?query=SELEC",
    "problem": "/en/term/no-such-term",
    "problem in French": "/fr/term/no-such-term",
    "propose": "/en/contribute",
    "propose, which term": "/es/contribute?term=lerning",
    "propose a definition": "/en/contribute/skills",
    "propose a spelling": "/fr/contribute/skills?kind=spelling",
    "propose a translation": "/en/contribute/skills?kind=translation",
    "propose a relation": "/en/contribute/skills?kind=relation",
    "proposal that waits": f"/en/contribute/status/{WAITING}",
    "proposal that was accepted": f"/fr/contribute/status/{ACCEPTED}",
    "proposal that was declined": f"/en/contribute/status/{DECLINED}",
    "card": "/embed/micro-credential",
    "card with everything": "/embed/micro-credential?definitions=all&lang=fr",
    "card of a topic": "/embed/topic/credentials",
}
"""What a page shows, to its address."""

FORMS = {
    "nothing filled in": ("/en/contribute/skills", {}),
    "a wrong address": (
        "/fr/contribute/skills",
        {"text": "x", "source": "new", "url": "javascript:alert(1)", "year": "soon"},
    ),
    "a spelling that is there": (
        "/en/contribute/skills?kind=spelling",
        {"spelling": "alternative", "text": "Learning"},
    ),
    "no relation chosen": ("/es/contribute/skills?kind=relation", {}),
}
"""How a form is filled in that comes back with what is to be said of it: address and fields."""

FLYOUTS = {
    "flyout of a term": "/reconcile/glossary/en/flyout/entity?id=https%3A%2F%2Fw3id.org%2Ftvet-skos"
    "%2Fglossary%2Fmicro-credential",
    "flyout of a property": "/reconcile/glossary/en/flyout/property?id=broader",
}
"""Pieces of HTML that programs show on pages of their own, inside of JSON."""

FILES = {
    "start": "index.html",
    "home": "en/index.html",
    "search": "en/search.html",
    "term": "en/term/micro-credential.html",
    "compare": "en/compare/micro-credential.html",
    "changes": "en/changes.html",
    "api": "en/api.html",
}
"""Pages of a site in a folder that say something else than those of a server, to their files."""
