"""A session on Apache Spark, and what keeps one from starting, in clear words."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tvet_skos.errors import InputError, SettingsError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
"""The master without another one: all processors of this machine."""


@contextmanager
def session_on(master: str | None) -> Iterator[SparkSession]:
    """A session, which is closed at the end unless it was there before.

    :param master: as Spark names clusters; by default that of ``spark-submit``, else ``LOCAL``
    :raises SettingsError: PySpark or Java is missing, or there is no such cluster
    """
    _require_spark()
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    session = running or _started(master)
    try:
        yield session
    finally:
        if running is None:
            session.stop()


def _require_spark() -> None:
    if find_spec("pyspark") is None:
        raise SettingsError(
            "--engine spark needs PySpark, which is not installed",
            hint='install it with: pip install "tvet-skos[spark]"',
        )
    home = os.environ.get("JAVA_HOME")
    java = Path(home, "bin", "java") if home else None
    if not (java.is_file() if java is not None else shutil.which("java")):
        where = f"none at JAVA_HOME ({home})" if home else "none on the path"
        raise SettingsError(
            f"Apache Spark needs Java, and there is {where}",
            hint="install Java 17 or 21, and set JAVA_HOME if it is not on the path",
        )


def _started(master: str | None) -> SparkSession:
    from pyspark.sql import SparkSession

    chosen = master or os.environ.get("SPARK_MASTER") or LOCAL
    builder = SparkSession.Builder().appName("tvet-skos check").master(chosen)
    for key, value in _settings(chosen).items():
        builder = builder.config(key, value)
    try:
        with _java_unheard():
            return builder.getOrCreate()
    except Exception as error:  # Java's faults come as many kinds of exceptions
        raise SettingsError(
            f"Spark does not start on {chosen}: {reason(error)}",
            hint="name a master such as local[2], spark://HOST:7077 or yarn",
        ) from error


@contextmanager
def _java_unheard() -> Iterator[None]:
    """What is started here speaks to nobody: Java greets everybody with warnings of its own."""
    sys.stderr.flush()
    with open(os.devnull, "wb") as nobody:  # noqa: PTH123
        kept = os.dup(2)
        os.dup2(nobody.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _settings(master: str) -> dict[str, str]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.adaptive.enabled": "true",
        "spark.driver.maxResultSize": "0",
        # Small inputs are most; large ones are given more when their size is known.
        "spark.sql.shuffle.partitions": "4",
    }
    if master.startswith("local"):
        # Workers on this machine are this Python, and nobody else has to reach them.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return settings


def reason(error: Exception) -> str:
    """What went wrong, out of what Spark and Java say about it."""
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in said if "Exception:" in line or "Error:" in line]
    chosen = (telling or said or [type(error).__name__])[-1 if telling else 0]
    return chosen.rpartition("Exception: ")[2] or chosen


@contextmanager
def failures_told() -> Iterator[None]:
    """What fails on the cluster as one sentence, instead of Java's and Python's traces.

    :raises InputError: something failed
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        raise InputError(
            f"Spark could not go on: {reason(error)}",
            hint="look into the logs of its workers; with --engine disk one machine may do",
        ) from error
