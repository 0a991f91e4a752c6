"""One job in this process: ``python -m benchmarks.own FAMILY.FUNCTION [ARGUMENT...]``.

The last line it writes is JSON: what the job counted, and how long parts of it took.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module


def main(arguments: list[str]) -> int:
    """Do the job and say what it counted."""
    family, _, name = arguments[0].partition(".")
    job = getattr(import_module(f"benchmarks.jobs.{family}"), name)
    print(json.dumps(job(*arguments[1:])))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
