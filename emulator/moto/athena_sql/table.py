"""CREATE EXTERNAL TABLE, as far as it is understood.

https://docs.aws.amazon.com/athena/latest/ug/create-table.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import QueryFailed

_NAME = r"`?(?:(?P<database>\w+)`?\s*\.\s*`?)?(?P<table>\w+)`?"
CREATE = re.compile(rf"\s*CREATE\s+EXTERNAL\s+TABLE\s+(?P<lenient>IF\s+NOT\s+EXISTS\s+)?{_NAME}\s*\(", re.IGNORECASE)
DROP = re.compile(rf"\s*DROP\s+TABLE\s+(?P<lenient>IF\s+EXISTS\s+)?{_NAME}\s*;?\s*$", re.IGNORECASE)
_LOCATION = re.compile(r"\bLOCATION\s+'(?P<uri>s3://[^']+)'", re.IGNORECASE)
_SERDE = re.compile(r"\bROW\s+FORMAT\s+SERDE\s+'(?P<serde>[^']+)'", re.IGNORECASE)
_DELIMITED = re.compile(r"\bROW\s+FORMAT\s+DELIMITED\b", re.IGNORECASE)
_TERMINATOR = re.compile(r"\bFIELDS\s+TERMINATED\s+BY\s+'(?P<text>[^']+)'", re.IGNORECASE)
_STORED = re.compile(r"\bSTORED\s+AS\s+(?P<format>\w+)", re.IGNORECASE)
_SKIPPED = re.compile(r"['\"]skip\.header\.line\.count['\"]\s*=\s*['\"](?P<count>\d+)['\"]", re.IGNORECASE)
_PARTITIONED = re.compile(r"\bPARTITIONED\s+BY\s*\(", re.IGNORECASE)
_COMMENT = re.compile(r"\s+COMMENT\s+'(?:[^'\\]|\\.|'')*'\s*$", re.IGNORECASE)

JSON_SERDES = {"org.openx.data.jsonserde.jsonserde", "org.apache.hive.hcatalog.data.jsonserde"}
CSV_SERDES = {"org.apache.hadoop.hive.serde2.opencsvserde", "org.apache.hadoop.hive.serde2.lazy.lazysimpleserde"}


@dataclass(frozen=True)
class Table:
    database: str
    name: str
    #: (name, type of Athena), in order; both in lower case.
    columns: tuple[tuple[str, str], ...]
    partitions: tuple[tuple[str, str], ...]
    #: `s3://bucket/prefix/`
    location: str
    #: `json` or `csv`
    format: str
    delimiter: str = ","
    skipped_lines: int = 0


def parse_create(statement: str, default_database: str) -> Table:
    """:raises QueryFailed: naming what is not understood."""
    match = CREATE.match(statement)
    if match is None:
        raise QueryFailed("embedded AWS: only CREATE EXTERNAL TABLE is understood")
    columns, end = _columns(statement, match.end())
    rest = statement[end:]
    partitioned = _PARTITIONED.search(rest)
    partitions = _columns(rest, partitioned.end())[0] if partitioned else ()
    location = _LOCATION.search(rest)
    if location is None:
        raise QueryFailed(f"FAILED: SemanticException table {match['table']} has no LOCATION 's3://..'")
    terminator, skipped = _TERMINATOR.search(rest), _SKIPPED.search(rest)
    return Table(
        database=(match["database"] or default_database).lower(),
        name=match["table"].lower(),
        columns=columns,
        partitions=partitions,
        location=location["uri"],
        format=_format(rest),
        delimiter=terminator["text"].encode().decode("unicode_escape") if terminator else ",",
        skipped_lines=int(skipped["count"]) if skipped else 0,
    )


def _format(rest: str) -> str:
    serde, stored = _SERDE.search(rest), _STORED.search(rest)
    if serde is None and stored is not None and stored["format"].upper() not in ("TEXTFILE", "INPUTFORMAT"):
        raise QueryFailed(f"embedded AWS: no tables STORED AS {stored['format']}, only JSON and CSV")
    if serde is None:
        # Hive's default separates fields by \001; nobody means that who does not say so.
        if _DELIMITED.search(rest) is None:
            raise QueryFailed("embedded AWS: a table needs a ROW FORMAT of JSON or CSV")
        return "csv"
    if serde["serde"].lower() in JSON_SERDES:
        return "json"
    if serde["serde"].lower() in CSV_SERDES:
        return "csv"
    raise QueryFailed(f"embedded AWS: no SerDe {serde['serde']}, only JSON and CSV")


def _columns(text: str, start: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The columns of a list that begins at `start`, behind its bracket, and where the list ends."""
    depth, begin, items, quoted = 0, start, [], False
    for index in range(start, len(text)):
        char = text[index]
        if char == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif char in "<(":
            depth += 1
        elif char == ">" or (char == ")" and depth > 0):
            depth -= 1
        elif char in ",)" and depth == 0:
            items.append(text[begin:index])
            begin = index + 1
            if char == ")":
                return tuple(_column(item) for item in items), index + 1
    raise QueryFailed("FAILED: ParseException missing ) at the end of the columns")


def _column(item: str) -> tuple[str, str]:
    name, _, kind = _COMMENT.sub("", item).strip().partition(" ")
    if not name or not kind.strip():
        raise QueryFailed(f"FAILED: ParseException a column needs a name and a type, not {item.strip()!r}")
    return name.strip("`").lower(), "".join(kind.split()).lower()
