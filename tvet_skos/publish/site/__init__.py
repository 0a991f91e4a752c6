"""The pages for people: the same from a live server and as files on a stick.

Each module makes one kind of page, from a ``Reading`` (a vocabulary in one language) to HTML; the
templates are in ``templates/site/``, the words of the interface in ``locale/``.
"""
