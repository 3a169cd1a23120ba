"""Objects in S3 by their `s3://bucket/key` addresses."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError


class MissingObjectError(Exception):
    """There is no such object."""


def read_text(s3: Any, address: str) -> str:
    """
    :param s3: a boto3 client of S3.
    :raises MissingObjectError: when the bucket or the object does not exist.
    """
    bucket, key = split(address)
    try:
        return str(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8"))
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404"):
            raise MissingObjectError(f"there is no {address}") from error
        raise


def write_text(s3: Any, address: str, text: str) -> None:
    bucket, key = split(address)
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode("utf-8"), ContentType="application/json")


def split(address: str) -> tuple[str, str]:
    """`s3://bucket/a/b` -> `bucket`, `a/b`.

    :raises ValueError: when it is no such address.
    """
    scheme, _, rest = address.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not bucket or not key:
        raise ValueError(f"{address!r} is not of the form s3://bucket/key")
    return bucket, key


def output_prefix(bucket: str, context: str, run_date: str, algorithm: str, key: str) -> str:
    """Where the job of a row writes: the jobs of one algorithm lie together, so that a winner is one prefix."""
    return f"{algorithm_prefix(bucket, context, run_date, algorithm)}{quote(key, safe='')}/"


def algorithm_prefix(bucket: str, context: str, run_date: str, algorithm: str) -> str:
    return f"s3://{bucket}/{context}/{run_date}/{quote(algorithm, safe='')}/"


def model_prefix(approved: str, winner: str, algorithm: str, key: str) -> str:
    """Where training put the model of a key.

    :param approved: `s3://bucket/prefix/` of the winner's models; those of other algorithms lie beside it.
    """
    of_winner = approved.rstrip("/")
    of_algorithm = of_winner if algorithm == winner else f"{of_winner.rpartition('/')[0]}/{quote(algorithm, safe='')}"
    return f"{of_algorithm}/{quote(key, safe='')}/"
