"""The REST interface: paths, parameters and answers of Skosmos, and what a glossary needs besides.

Every operation is a line in a table (``table``): its path, its parameters and what it answers.
The routes, the reading of parameters and ``/openapi.json`` are made from that table.
"""
