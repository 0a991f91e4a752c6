"""SPARQL servers as stores, each in its dialect."""
