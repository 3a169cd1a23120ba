"""Athena: CREATE DATABASE loses its COMMENT.

GetDatabase answers an empty description, so the second plan replaces every aws_athena_database that has a comment.
"""

from __future__ import annotations

import re
from typing import Any

from moto.athena.models import AthenaBackend

# CREATE {DATABASE|SCHEMA} [IF NOT EXISTS] name [COMMENT 'text'] [LOCATION ..] [WITH DBPROPERTIES ..]
# A quote inside the text is escaped with a backslash or doubled.
COMMENT = re.compile(
    r"^\s*CREATE\s+(?:DATABASE|SCHEMA)\s+(?:IF\s+NOT\s+EXISTS\s+)?`?(?P<name>[^\s`;]+)`?\s+"
    r"COMMENT\s+'(?P<text>(?:[^'\\]|\\.|'')*)'",
    re.IGNORECASE | re.DOTALL,
)


def unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.replace("''", "'"), flags=re.DOTALL)


def apply() -> None:
    original = AthenaBackend._process_ddl

    def process_ddl(self: AthenaBackend, query: str, context: Any) -> None:
        known = set(self.databases)
        original(self, query, context)
        match = COMMENT.match(query)
        if match is None:
            return
        for key in set(self.databases) - known:
            if key[1] == match["name"].lower():
                self.databases[key].description = unescape(match["text"])

    AthenaBackend._process_ddl = process_ddl  # type: ignore[method-assign]
