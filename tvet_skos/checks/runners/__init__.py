"""Where rules are run: in one process, in several, on a file too large for memory, on a cluster.

The rules are the same everywhere, and so are the findings, byte for byte.
"""
