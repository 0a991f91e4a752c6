"""Starts a command and writes what it cost: ``launch.py OUT SECONDS COMMAND...``.

A process of its own, because the peak memory of a new process is never less than that of the one
which it was forked from; so this imports next to nothing. SECONDS is the limit of CPU time, or 0.
OUT gets exit status, CPU seconds and peak memory as the system counts it.
"""

import os
import resource
import sys


def main(out: str, limit: str, command: list[str]) -> None:
    """Run the command with this process's own input and outputs."""
    pid = os.fork()
    if pid == 0:
        if int(limit):
            _limit(int(limit))
        os.execvp(command[0], command)
    _, status, used = os.wait4(pid, 0)
    figures = (os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
    with open(out, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib is too much to import
        file.write(" ".join(map(str, figures)))


def _limit(seconds: int) -> None:
    """No more CPU time than that, and no more memory than the machine has."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
