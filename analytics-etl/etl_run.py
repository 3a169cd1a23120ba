"""What every job of the example does first: read its arguments, know its days, open the bucket."""

from __future__ import annotations

import argparse
import datetime
from typing import Any, List, Optional, Protocol, Sequence


class Lake(Protocol):
    """The objects of the analytics bucket, as text."""

    def read(self, key: str) -> Optional[str]:
        """The content of an object; None when there is none."""
        ...

    def write(self, key: str, content: str) -> None:
        """Creates or replaces an object."""
        ...


class S3Lake:
    """A bucket of S3. Its own default encryption applies, so nothing is said of a key here."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, key: str) -> Optional[str]:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read().decode("utf-8")
        except self._client.exceptions.NoSuchKey:
            return None

    def write(self, key: str, content: str) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=content.encode("utf-8"))


class MissingInput(Exception):
    """An object is not there that a job cannot do without."""

    def __init__(self, key: str) -> None:
        super().__init__(f"there is no object {key}")
        self.key = key


def require(lake: Lake, key: str) -> str:
    """Reads an object; raises MissingInput."""
    content = lake.read(key)
    if content is None:
        raise MissingInput(key)
    return content


def arguments(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """Reads the arguments of a job run.

    Glue adds arguments of its own (`--job-language` and the like), so unknown ones are left alone. The parser should
    be made with `allow_abbrev=False`, or one of those could be taken for the beginning of ours.
    """
    parser.add_argument("--bucket", required=True, help="the analytics bucket")
    parser.add_argument("--region", required=True)
    parser.add_argument("--day", type=datetime.date.fromisoformat, help="YYYY-MM-DD; today (UTC) unless given")
    known, _ = parser.parse_known_args(argv)
    if known.day is None:
        known.day = datetime.datetime.now(datetime.timezone.utc).date()
    return known


def last_days(day: datetime.date, number: int) -> List[datetime.date]:
    """The given number of days up to a day, oldest first."""
    return [day - datetime.timedelta(days=back) for back in range(number - 1, -1, -1)]
