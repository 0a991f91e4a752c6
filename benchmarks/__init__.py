"""What the promises of docs/performance.md are measured with; ``run.py`` makes the whole table."""
