"""A small Athena: external tables over JSON lines and CSV in S3, and queries over them, which SQLite answers.

What it understands, and what not: docs/embedded-aws.md, "Athena".
"""


class QueryFailed(Exception):
    """A statement fails; the message is the reason that GetQueryExecution gives."""
