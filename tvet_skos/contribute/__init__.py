"""What happens to a vocabulary when something comes in."""

from tvet_skos.contribute.additions import Addition, Step, add

__all__ = ["Addition", "Step", "add"]
