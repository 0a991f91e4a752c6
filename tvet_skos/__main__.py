"""``python -m tvet_skos``."""

from tvet_skos.cli import main

main(prog_name="tvet-skos")
