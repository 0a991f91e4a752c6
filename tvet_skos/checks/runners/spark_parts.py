"""Partitions made by joins: to each the statements that rules must see to judge its nodes.

The same as ``reach.partition`` makes by walking.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING

from tvet_skos.checks.runners.reach import Reach, Ring
from tvet_skos.checks.runners.spark_work import OWN
from tvet_skos.namespaces import RDF
from tvet_skos.rdf.stream import text_of

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

TYPE = str(RDF.type)

STATEMENT = ("file", "line", "s", "p", "o", "k")
"""The columns of a statement: its place in the order of reading, and what it says."""

SCHEMA = "file int, line long, s string, p string, o string, k string"


def ends_of(statements: DataFrame, parts: int) -> DataFrame:
    """Each statement at each of its nodes, the nodes of it together; made once for all joins.

    ``heard`` tells whether the node is the object; classes are left out there.
    """
    said = statements.selectExpr("s node", "false heard", *STATEMENT)
    pointing = statements.where(f"k is null and p != '{TYPE}'")
    heard = pointing.selectExpr("o node", "true heard", *STATEMENT)
    return kept(said.unionByName(heard).repartition(parts, "node"))


def kept(table: DataFrame) -> DataFrame:
    """A table that is worked out once, when it is first needed, and whose plan ends there.

    Without that each ring would do all before it twice, and Spark plan all of it once more.
    """
    return table.localCheckpoint(eager=False)


def parts_of(ends: DataFrame, own: DataFrame, schema: DataFrame, reach: Reach) -> DataFrame:
    """The statements of each partition, sorted by it and by the order of reading.

    :param ends: ``ends_of`` all statements
    :param own: the nodes of each partition, with what is to be told of them: ``part node p o``
    :param schema: the statements that go to every partition
    """
    nodes = kept(own.select("part", "node").distinct())
    around = kept(ends.join(nodes, "node"))
    found = [around, own.select("part").distinct().crossJoin(schema)]
    if reach.meeting:
        found.append(_meeting(ends, around, reach))
    near = _without(_near(ends, around, reach), nodes)
    for ring in reach.rings:
        of_ring = kept(ends.join(near, "node").where(_in_ring(ring)))
        found.append(of_ring)
        near = _without(_further(of_ring, ring), nodes)
    marks = own.selectExpr(
        "part", f"{OWN} file", "0L line", "node s", "p", "o", "cast(null as string) k"
    )
    everything = reduce(
        lambda one, other: one.unionByName(other),
        (marks, *(each.select("part", *STATEMENT) for each in found)),
    )
    return everything.repartition("part").sortWithinPartitions("part", "file", "line")


def _without(near: DataFrame, nodes: DataFrame) -> DataFrame:
    """What is near, less the nodes themselves, of which everything is there."""
    return kept(near.distinct().join(nodes, ["part", "node"], "left_anti"))


def _among(predicates: Iterable[str]) -> Column:
    from pyspark.sql import functions as F  # noqa: N812

    return F.col("p").isin(sorted(map(str, predicates)))


def _meeting(ends: DataFrame, around: DataFrame, reach: Reach) -> DataFrame:
    """The statements that share a literal with one of a partition, by a property that meets."""
    by = _among(reach.meeting)
    values = around.where(by).where("not heard").select("part", "p", "o", "k").distinct()
    return ends.where(by).where("not heard").join(values, ["p", "o", "k"])


def _near(ends: DataFrame, around: DataFrame, reach: Reach) -> DataFrame:
    """The neighbours of the nodes of a partition."""
    from pyspark.sql import functions as F  # noqa: N812

    named = around.where(f"not heard and k is null and p != '{TYPE}'")
    heard = around.where("heard")
    kinds = sorted(map(text_of, reach.collections))
    typed = ends.where(F.col("o").isin(kinds)).where(f"not heard and p = '{TYPE}'")
    collections = F.broadcast(typed.select(F.col("s").alias("o")).distinct())
    members = heard.where(_among(reach.gathered)).join(collections, "o", "left_semi")
    nodes = (
        named.selectExpr("part", "o node"),
        heard.where(_among(reach.heard)).selectExpr("part", "s node"),
        members.selectExpr("part", "s node"),
    )
    return reduce(lambda one, other: one.unionByName(other), nodes)


def _in_ring(ring: Ring) -> Column:
    from pyspark.sql import functions as F  # noqa: N812

    said, heard = _among(ring.said), _among(ring.heard)
    return F.when(F.col("heard"), heard).otherwise(said)


def _further(of_ring: DataFrame, ring: Ring) -> DataFrame:
    out = of_ring.where(_among(ring.out)).where("not heard and k is null")
    back = of_ring.where(_among(ring.back)).where("heard")
    return out.selectExpr("part", "o node").unionByName(back.selectExpr("part", "s node"))
