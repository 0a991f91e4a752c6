"""The runner on Apache Spark: records and keys on the workers, edges where it was started.

Three passes over the statements: they are parsed; each record is judged with what it must see
beside it, brought by joins; the nodes that share a key are brought together and judged. The edges,
and a name for each node that has any, come to the driver.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import judge_edges
from tvet_skos.checks.policy import Policy
from tvet_skos.checks.report import Report
from tvet_skos.checks.requested import Also
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.checks.runners import spark_work as results
from tvet_skos.checks.runners.counting import WEB, Counts, authoritative
from tvet_skos.checks.runners.edges import SCHEMA as SCHEMA_PREDICATES
from tvet_skos.checks.runners.edges import asked_classes, edge_predicates
from tvet_skos.checks.runners.files import work_of
from tvet_skos.checks.runners.interface import Found, Outcome, Progress, Work, gather
from tvet_skos.checks.runners.placing import Spots, asked_of, keep_nearest, with_spots
from tvet_skos.checks.runners.reach import reach_of
from tvet_skos.checks.runners.spark_input import (
    Source,
    documents,
    fault_of,
    lines,
    parsed_document,
    parsed_lines,
)
from tvet_skos.checks.runners.spark_parts import SCHEMA, TYPE, ends_of, kept, parts_of
from tvet_skos.checks.runners.spark_places import spots_of_document, spots_of_lines
from tvet_skos.checks.runners.spark_session import failures_told, session_on
from tvet_skos.checks.runners.spark_sources import sources_of
from tvet_skos.checks.syntax import syntax_finding
from tvet_skos.errors import SyntaxFault
from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.rdf.stream import Statement, statement_of, text_of, triple_of
from tvet_skos.terms import Triple

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import DataFrame, SparkSession


def check_on_spark(
    paths: Sequence[str],
    ruleset: Ruleset,
    policy: Policy,
    *,
    also: Sequence[Also] = (),
    master: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report on what files say together, with files and lines, judged on a cluster.

    :param paths: files, folders and patterns, on this machine or where Spark finds them (hdfs:…)
    :param also: further judges that look at edges and names only (``requested.mapping_table``)
    :param master: the cluster, as in ``local[2]``, ``spark://host:7077`` or ``yarn``
    :raises NotFound: a path leads to nothing
    :raises SettingsError: there is no PySpark, no Java or no such cluster
    :raises InputError: a file cannot be read, or something failed on the cluster
    """
    with session_on(master) as session, failures_told():
        check = _Check(session, sources_of(session, paths), ruleset, policy)
        return check.report(also, progress)


_STEPS = 6


class _Check:
    """One check: what is known so far, and the session that it runs in."""

    def __init__(
        self,
        session: SparkSession,
        sources: Sequence[Source],
        ruleset: Ruleset,
        policy: Policy,
    ) -> None:
        self._session = session
        self._sources = sources
        self._work: Work = work_of(ruleset, policy)
        self._orders = _cloudpickled((ruleset, policy))
        self._progress: Progress | None = None
        self._done = 0

    def _step(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress("judging", self._done, _STEPS)

    def report(self, also: Sequence[Also], progress: Progress | None) -> Report:
        """The whole report."""
        self._work = replace(self._work, also=tuple(also))
        self._progress = progress
        faults, statements = self._read()
        outcome = self._outcome(statements)
        found = tuple(outcome.found.values())
        report = Report(found, self._work.ruleset.name, outcome.counts)
        broken = {fault.file for fault in faults}
        sound = [source for source in self._sources if source.name not in broken]
        report = with_spots(
            report, self._spots(report, sound), [source.shown for source in self._sources]
        )
        self._step()
        unread = map(syntax_finding, faults)
        counts = {"files": len(self._sources), **report.counts}
        return replace(report, findings=(*report.findings, *unread), counts=counts)

    # --- reading ----------------------------------------------------------------------------------

    def _read(self) -> tuple[list[SyntaxFault], DataFrame]:
        """What is wrong with files, and the statements of the others in the order of reading."""
        parsed = self._parsed().persist(_on_disk())
        rows = parsed.filter(lambda row: row[2] is None).collect()
        names = {source.number: source.name for source in self._sources}
        first: dict[int, Any] = {}
        for row in sorted(rows, key=lambda row: row[:2]):
            first.setdefault(row[0], row)
        self._step()
        broken = frozenset(first)
        sound = parsed.filter(lambda row: row[2] is not None and row[0] not in broken)
        statements = self._labelled(self._session.createDataFrame(sound, SCHEMA))
        return [fault_of(row, names[file]) for file, row in sorted(first.items())], statements

    def _parsed(self) -> RDD[Any]:
        names = {source.number: source.name for source in self._sources}
        formats = {source.number: source.format for source in self._sources}
        split = lines(self._session, self._sources)
        whole = documents(self._session, self._sources)
        of_lines = split.mapPartitions(lambda found: parsed_lines(found, names))
        of_documents = whole.flatMap(
            lambda each: parsed_document(each[0], each[1], formats[each[0]], names[each[0]])
        )
        return of_lines.union(of_documents)

    def _labelled(self, statements: DataFrame) -> DataFrame:
        """The statements with canonical labels of blank nodes; those about such nodes come last.

        To label them, all statements about blank nodes must be on one machine.
        """
        nameless = "s like '\\\\_:%' or (k is null and o like '\\\\_:%')"
        rows = statements.where(nameless).orderBy("file", "line").collect()
        labelled = canonical_labels(triple_of(Statement(*row[2:])) for row in rows)
        last = len(self._sources)
        new = [(last, n, *_plain(triple)) for n, triple in enumerate(labelled)]
        named = statements.where(f"not ({nameless})")
        both = named.unionByName(self._session.createDataFrame(new, SCHEMA)) if new else named
        return kept(both)

    # --- judging ----------------------------------------------------------------------------------

    def _outcome(self, statements: DataFrame) -> Outcome:
        from pyspark.sql import functions as F  # noqa: N812

        of_schema = F.col("p").isin(sorted(map(str, SCHEMA_PREDICATES)))
        rows = statements.where(of_schema).orderBy("file", "line").collect()
        schema = [triple_of(Statement(*row[2:])) for row in rows]
        reach = reach_of(self._work.book, schema)
        everywhere = self._session.createDataFrame(list(map(tuple, rows)), SCHEMA)
        parts = self._fitted(statements.count())
        self._step()

        ends = ends_of(statements, parts)

        def judged(own: DataFrame, judge: Any) -> RDD[Any]:
            table = parts_of(ends, own, everywhere, reach)
            orders = self._orders
            return table.rdd.mapPartitions(lambda found: judge(_rows(found), orders))

        of_records = judged(_records(statements, parts), results.judge_record_rows)
        of_records = of_records.persist(_on_disk())
        found = self._found(of_records)
        counts = self._counts(of_records, statements)
        self._step()
        of_groups = judged(self._groups(of_records, parts), results.judge_group_rows)
        gather(found, self._found(of_groups))
        self._step()
        gather(found, self._on_edges(of_records, statements, Graph(schema)))
        self._step()
        return Outcome(found, counts)

    def _fitted(self, count: int) -> int:
        """How many partitions there are to be, with Spark set up for that many statements."""
        parts = max(self._session.sparkContext.defaultParallelism, count // _AT_ONCE)
        self._session.conf.set("spark.sql.shuffle.partitions", str(parts))
        if count < _SMALL:
            # To compile a plan takes longer than to run it.
            self._session.conf.set("spark.sql.codegen.wholeStage", "false")
            self._session.conf.set("spark.sql.adaptive.enabled", "false")
        return parts

    def _found(self, of_parts: RDD[Any]) -> Found:
        found: Found = {}
        for each in _of_kind(of_parts, results.FOUND).toLocalIterator():
            gather(found, pickle.loads(each[1]))
        return found

    def _counts(self, of_records: RDD[Any], statements: DataFrame) -> dict[str, int]:
        counts = Counts()
        for each in _of_kind(of_records, results.COUNTS).toLocalIterator():
            counts.add(pickle.loads(each[1]))
        concepts = (each[1] for each in _of_kind(of_records, results.CONCEPT).toLocalIterator())
        figures = counts.statistics(_addresses(statements))
        return {**figures, "authoritativeConcepts": authoritative(concepts)}

    def _groups(self, of_records: RDD[Any], parts: int) -> DataFrame:
        """The nodes that may share a key, by partition; a group is in one partition."""
        keys = _of_kind(of_records, results.KEY).map(lambda each: each[1:])
        table = self._session.createDataFrame(keys, "rule int, mark string, node string")
        shared = table.groupBy("rule", "mark").count().where("count > 1").drop("count")
        members = table.join(shared, ["rule", "mark"])
        return members.selectExpr(
            f"cast(pmod(xxhash64(rule, mark), {parts}) as int) part",
            "node", "cast(rule as string) p", "mark o",
        )  # fmt: skip

    def _on_edges(self, of_records: RDD[Any], statements: DataFrame, schema: Graph) -> Found:
        """What rules on edges find, here; the edges and names must fit in memory."""
        from pyspark.sql import functions as F  # noqa: N812

        predicates = F.col("p").isin(sorted(map(str, edge_predicates(schema))))
        classes = F.col("o").isin(sorted(map(text_of, asked_classes(schema))))
        rows = statements.where(predicates & ((F.col("p") != TYPE) | classes))
        edges = rows.orderBy("file", "line").toLocalIterator()
        seen = sorted(_of_kind(of_records, results.NAME).map(lambda each: each[1:3]).collect())
        names = (triple for _, triples in seen for triple in pickle.loads(triples))
        graph = Graph(chain((triple_of(Statement(*row[2:])) for row in edges), names))
        judged = (judge_edges(graph, rule) for rule in self._work.book.on_edges)
        return self._work.found(graph, chain(self._work.further(graph), *judged))

    # --- placing ----------------------------------------------------------------------------------

    def _spots(self, report: Report, sources: Sequence[Source]) -> Spots:
        """Where the findings stand."""
        asked = self._session.sparkContext.broadcast(asked_of(report))
        formats = {source.number: source.format for source in sources}
        of_lines = lines(self._session, sources).mapPartitions(
            lambda found: spots_of_lines(found, asked.value)
        )
        of_documents = documents(self._session, sources).flatMap(
            lambda each: spots_of_document(each[0], each[1], formats[each[0]], asked.value)
        )
        spots: Spots = {}
        for one, spot in of_lines.union(of_documents).toLocalIterator():
            keep_nearest(spots, {one: spot})
        return spots


_AT_ONCE = 200_000
"""How many statements a partition has of its own, about."""


_SMALL = 2_000_000
"""Below that many statements, Spark's own cleverness costs more than it saves."""


def _on_disk() -> Any:
    from pyspark import StorageLevel

    return StorageLevel.DISK_ONLY


def _cloudpickled(value: object) -> bytes:
    from pyspark import cloudpickle

    content: bytes = cloudpickle.dumps(value)  # type: ignore[no-untyped-call]
    return content


def _plain(triple: Triple) -> tuple[str, str, str, str | None]:
    """A triple as Spark takes it: its own kinds of texts are no matter of Java's."""
    subject, predicate, value, kind = statement_of(triple)
    return str(subject), str(predicate), str(value), None if kind is None else str(kind)


def _rows(found: Any) -> Any:
    return (results.Row(*row) for row in found)


def _of_kind(of_parts: RDD[Any], kind: str) -> RDD[Any]:
    return of_parts.filter(lambda each: each[0] == kind)


def _records(statements: DataFrame, parts: int) -> DataFrame:
    """Every node that says something or is pointed to, but as a class only, by partition."""
    from pyspark.sql import functions as F  # noqa: N812

    named = statements.where(F.col("k").isNull() & (F.col("p") != TYPE)).selectExpr("o node")
    nodes = statements.selectExpr("s node").unionByName(named).distinct()
    return nodes.selectExpr(
        f"cast(pmod(xxhash64(node), {parts}) as int) part",
        "node", "cast('' as string) p", "cast('' as string) o",
    )  # fmt: skip


def _addresses(statements: DataFrame) -> int:
    """How many web addresses there are, up to ``#``, as ``rules.statistics`` counts them."""
    terms = (
        statements.selectExpr("s iri")
        .unionByName(statements.selectExpr("p iri"))
        .unionByName(statements.where("k is null").selectExpr("o iri"))
    )
    web = " or ".join(f"startswith(iri, '{start}')" for start in WEB)
    return terms.where(web).selectExpr("substring_index(iri, '#', 1) iri").distinct().count()
