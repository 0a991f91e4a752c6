"""The folder where proposals wait: whole files, never overwritten, each decided once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tvet_skos.contribute.queue import Decision, Queue, State
from tvet_skos.errors import Conflict, InputError, NotFound, StoreBusy, SyntaxFault, WriteError
from tvet_skos.namespaces import DC, DCTERMS, DEFAULT_BASE, RDF, SKOS, TVS
from tvet_skos.terms import IRI, Literal, Triple

BASE = DEFAULT_BASE
ONE, TWO = "a" * 26, "b" * 26
SKILLS = IRI(BASE + "skills")


def _said(name: str = ONE, label: str = "know-how", day: str = "2026-11-25") -> tuple[Triple, ...]:
    node = IRI(f"{BASE}contribution/{name}")
    return (
        Triple(node, RDF.type, TVS.Contribution),
        Triple(node, DCTERMS.created, Literal(day)),
        Triple(node, DC.type, Literal("spelling")),
        Triple(node, TVS.target, SKILLS),
        Triple(SKILLS, SKOS.altLabel, Literal(label, "en")),
    )


def test_what_is_added_reads_back(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue")
    assert queue.add(ONE, _said(), BASE)
    waiting = queue.get(ONE)
    assert set(waiting.triples) == set(_said())
    assert waiting.statements == _said()[-1:]
    assert (waiting.kind, waiting.concept, waiting.state) == ("spelling", SKILLS, State.WAITING)
    assert [file.name for file in (tmp_path / "queue").iterdir()] == [f"{ONE}.ttl"]


def test_the_same_one_twice_is_there_once_and_never_overwritten(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    assert queue.add(ONE, _said(), BASE)
    before = (tmp_path / f"{ONE}.ttl").read_bytes()
    assert not queue.add(ONE, _said(label="other"), BASE)
    assert (tmp_path / f"{ONE}.ttl").read_bytes() == before


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("", encoding="ascii")
    queue = Queue(tmp_path / "queue")
    for name in ("../x", "..", "", "/etc/passwd", "A" * 26, "a" * 25, "a" * 26 + "\n", "a" * 27):
        with pytest.raises(NotFound):
            queue.get(name)
        with pytest.raises(NotFound):
            queue.add(name, _said(), BASE)
    assert not (tmp_path / "queue").exists()


def test_they_come_by_the_day_when_they_were_made(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    queue.add(ONE, _said(ONE, day="2026-11-26"), BASE)
    queue.add(TWO, _said(TWO, day="2026-11-25"), BASE)
    assert [each.identifier for each in queue] == [TWO, ONE]
    assert queue.named("b") == TWO
    queue.add("ab" * 13, _said(), BASE)
    with pytest.raises(NotFound, match="several"):
        queue.named("a")
    with pytest.raises(NotFound, match="no proposal"):
        queue.named("")


def test_a_full_queue_takes_no_more_until_something_is_decided(tmp_path: Path) -> None:
    queue = Queue(tmp_path, most_waiting=1)
    queue.add(ONE, _said(), BASE)
    with pytest.raises(StoreBusy):
        queue.add(TWO, _said(TWO), BASE)
    queue.decide(ONE, Decision(State.DECLINED, "2026-11-25", "no"))
    assert queue.add(TWO, _said(TWO), BASE)


def test_a_queue_holds_so_many_bytes_and_no_more(tmp_path: Path) -> None:
    with pytest.raises(StoreBusy):
        Queue(tmp_path, most_bytes=100).add(ONE, _said(), BASE)
    assert list(tmp_path.iterdir()) == []


def test_of_many_at_once_no_more_come_in_than_there_is_room_for(tmp_path: Path) -> None:
    queue = Queue(tmp_path, most_waiting=5)
    names = ["".join(chr(97 + (n + i) % 26) for i in range(26)) for n in range(12)]

    def add(name: str) -> bool:
        try:
            return queue.add(name, _said(name), BASE)
        except StoreBusy:
            return False

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(add, names)) == 5
    assert len(list(queue)) == len(list(tmp_path.iterdir())) == 5


def test_one_name_at_once_from_many_is_there_once(tmp_path: Path) -> None:
    queues = [Queue(tmp_path) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda q: q.add(ONE, _said(), BASE), queues))
    assert sum(done) == 1
    assert [file.name for file in tmp_path.iterdir()] == [f"{ONE}.ttl"]


def test_a_decision_is_kept_and_only_the_first_counts(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    queue.add(ONE, _said(), BASE)
    decision = Decision(State.DECLINED, "2026-11-25", "“No” – because …")
    queue.decide(ONE, decision)
    assert queue.get(ONE).decision == decision
    with pytest.raises(Conflict, match="declined before"):
        queue.decide(ONE, Decision(State.ACCEPTED, "2026-11-26"))
    assert queue.get(ONE).state is State.DECLINED
    with pytest.raises(NotFound):
        queue.decide(TWO, decision)


def test_a_file_that_was_spoilt_hides_no_other(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    queue.add(ONE, _said(), BASE)
    (tmp_path / f"{TWO}.ttl").write_text("<a", encoding="ascii")
    assert [each.identifier for each in queue] == [ONE]
    with pytest.raises(SyntaxFault):
        queue.get(TWO)
    (tmp_path / f"{ONE}.decision.json").write_text("[]", encoding="ascii")
    with pytest.raises(InputError, match="no record"):
        queue.get(ONE)


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    file = tmp_path / "queue"
    file.write_text("", encoding="ascii")
    with pytest.raises((WriteError, NotFound)):
        Queue(file).add(ONE, _said(), BASE)
    assert [each.name for each in tmp_path.iterdir()] == ["queue"]


def test_only_one_editor_decides_at_a_time_and_proposals_come_in_meanwhile(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    queue.add(ONE, _said(), BASE)
    with queue.deciding():
        with pytest.raises(StoreBusy), Queue(tmp_path).deciding(patience=0.1):
            pass
        assert queue.add(TWO, _said(TWO), BASE)
    with Queue(tmp_path).deciding(patience=0.1):
        pass


_HOLDS = """
import sys, time
from pathlib import Path
from tvet_skos.contribute.queue import Queue
with Queue(Path(sys.argv[1])).deciding():
    print("held", flush=True)
    time.sleep(60)
"""


def test_who_is_killed_while_deciding_holds_up_nobody(tmp_path: Path) -> None:
    Queue(tmp_path).add(ONE, _said(), BASE)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(tmp_path)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == b"held\n"
        process.kill()
    with Queue(tmp_path).deciding(patience=2):
        pass


def test_there_must_be_a_queue_to_decide_on(tmp_path: Path) -> None:
    with pytest.raises(NotFound), Queue(tmp_path / "none").deciding():
        pass
    assert list(Queue(tmp_path / "none")) == []
