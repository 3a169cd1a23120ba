"""https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-extensions-get-resolved-options.html"""

from __future__ import annotations

from collections.abc import Sequence


class GlueArgumentError(Exception):
    """An option that a script cannot do without is missing."""


def getResolvedOptions(args: Sequence[str], options: Sequence[str]) -> dict[str, str]:  # noqa: N802 - AWS's name
    """Read `--name value` and `--name=value`; the last value of a name counts.

    :param args: `sys.argv`.
    :param options: the names that have to be there, without `--`.
    :raises GlueArgumentError: naming those that are missing.
    """
    found: dict[str, str] = {}
    words = list(args[1:])
    for index, word in enumerate(words):
        if not word.startswith("--"):
            continue
        name, equals, value = word[2:].partition("=")
        following = words[index + 1] if index + 1 < len(words) else ""
        found[name] = value if equals else following
    missing = [name for name in options if name not in found]
    if missing:
        raise GlueArgumentError(f"the following arguments are required: {', '.join(f'--{name}' for name in missing)}")
    return {name: found[name] for name in options}
