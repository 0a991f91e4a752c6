"""Everything that people and programs are given.

``export`` hands a vocabulary on, ``results`` the answers of queries, ``reports`` what a check found
and how definitions compare. Rich, Jinja2 and the sheet writer are imported when they are needed.
"""
