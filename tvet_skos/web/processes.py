"""One server as several processes, for Python answers with one core only.

The program that is started opens the port and answers nothing itself. It starts the processes, each
with the application and its workers, and all take connections from that one port: whichever is free
takes the next. One that ends is replaced; when the program ends, so do they.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from mmap import mmap
from tempfile import TemporaryFile
from threading import Thread
from time import monotonic, sleep
from types import FrameType
from typing import NoReturn

from tvet_skos import errors
from tvet_skos.web.metrics import ROW_BYTES, Tally
from tvet_skos.web.settings import ServerSettings

_PROGRAM = (sys.executable, "-P", "-m", "tvet_skos.web.processes")
_LOOKED_AFTER = 0.2  # seconds between two looks at whether all are there
_LONGEST_REST = 30.0  # seconds before one that ends as soon as it starts is started again
_PATIENCE = 15.0  # seconds for requests that are under way


def share(settings: ServerSettings, processes: int) -> ServerSettings:
    """What each of several processes is set up with: together they take as many queries as one.

    >>> [share(ServerSettings("vocab", workers=4), count).workers for count in (1, 2, 8)]
    [4, 2, 1]
    """
    return replace(settings, workers=-(-settings.workers // processes))


def serve_in_processes(
    settings: ServerSettings, at: socket.socket, processes: int, on_ready: Callable[[str], None]
) -> None:
    """Serve until the program is told to stop; requests that are under way are answered first.

    :param at: a socket that listens, of a system whose processes can share one
    :param on_ready: told the title of the vocabulary once all processes answer
    :raises TvetSkosError: the first one to start could not open the vocabulary
    """
    each = share(settings, processes)
    with TemporaryFile() as numbers, _stopped_by_signals():
        numbers.truncate(processes * ROW_BYTES)
        places = [_Place(each, at, numbers.fileno(), row) for row in range(processes)]
        try:
            for place in places:
                place.start()
            titles = [place.title() for place in places]
            on_ready(titles[0])
            while True:
                for place in places:
                    place.look_after()
                sleep(_LOOKED_AFTER)
        finally:
            _end(places)


class Stopped(KeyboardInterrupt):
    """The program was told to end."""


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Make both ways to end a program one."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class _Place:
    """A process that is kept going."""

    settings: ServerSettings
    at: socket.socket
    numbers: int
    row: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    rest: float = 0.0

    def start(self) -> None:
        """Start the process, and do not wait for it."""
        self.started = monotonic()
        given = (self.settings, self.at.fileno(), self.numbers, self.row)
        self.process = subprocess.Popen(
            _PROGRAM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=given[1:3],
            start_new_session=True,  # so that Ctrl-C reaches this program only, which tells them
        )
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            # The pipe stays open: its end tells them that this program has ended.
            pickle.dump(given, self.process.stdin)
            self.process.stdin.flush()

    def title(self) -> str:
        """The title of the vocabulary, once the process answers.

        :raises TvetSkosError: why it does not
        """
        assert self.process is not None and self.process.stdout is not None
        said = json.loads(self.process.stdout.readline() or b'{"message": "it ended at once"}')
        if "title" in said:
            return str(said["title"])
        cls = getattr(errors, str(said.pop("class", "StoreError")))
        error: errors.TvetSkosError = cls(**said)
        raise error

    def look_after(self) -> None:
        """Start another process where this one has ended; one that ends at once waits longer."""
        assert self.process is not None
        if self.process.poll() is None:
            return
        self._close_pipes()
        since = monotonic() - self.started
        if since < self.rest:
            return
        self.rest = min(max(1.0, 2 * self.rest), _LONGEST_REST) if since < _LONGEST_REST else 0.0
        self.start()

    def terminate(self) -> None:
        """Tell the process to end."""
        if self.process is not None:
            self.process.terminate()

    def wait(self, end: float) -> None:
        """Wait until it has ended; what then still runs is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, end - monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._close_pipes()

    def _close_pipes(self) -> None:
        assert self.process is not None
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _end(places: list[_Place]) -> None:
    for place in places:
        place.terminate()
    end = monotonic() + _PATIENCE
    for place in places:
        place.wait(end)


def main() -> None:
    """One of the processes: what it serves, and where, stands on its standard input."""
    settings, descriptor, numbers, row = pickle.load(sys.stdin.buffer)
    from tvet_skos.web.app import create_app
    from tvet_skos.web.serving import serve

    say = sys.stdout
    sys.stdout = sys.stderr
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.ERROR)
    try:
        app = create_app(settings)
        app.state.tally = Tally(mmap(numbers, 0), row)
        title = app.state.site.view().title
    except errors.TvetSkosError as error:
        place = {"message": error.message, "file": error.file, "hint": error.hint}
        print(json.dumps({"class": type(error).__name__, **place}), file=say, flush=True)
        return
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(KeyboardInterrupt), socket.socket(fileno=descriptor) as at:
        serve(app, at, lambda: print(json.dumps({"title": title}), file=say, flush=True))


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
