"""A mark in an answer that was cut off, where its format has a place for one."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr


def marked(text: str, name: str, address: str) -> str:
    """An answer that says, where its format can, that it is not all there is.

    Both formats of the W3C have ``link`` in their head for what is to be known of an answer; JSON
    says it with a member of its own, too. Of the other formats only the headers of the answer tell.

    :param address: the page that explains it
    :source: SPARQL 1.1 Query Results JSON Format, section 3.1.2; … XML Format, section 2.3

    >>> print(marked('{"head": {"vars": []}, "results": {}}', "json", "https://e/"), end="")
    {"head": {"vars": [], "link": ["https://e/"]}, "truncated": true, "results": {}}
    """
    if name == "json":
        document = json.loads(text)
        head = document.pop("head") | {"link": [address]}
        content = {"head": head, "truncated": True, **document}
        return json.dumps(content, ensure_ascii=False) + "\n"
    if name == "xml":
        return text.replace("</head>", f"<link href={quoteattr(address)}/></head>", 1)
    return text
