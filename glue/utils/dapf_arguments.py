"""The arguments of a Glue job, by Glue's own convention, without needing `awsglue`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class ArgumentError(Exception):
    """Arguments are missing or wrong."""


def parse_arguments(argv: Sequence[str]) -> dict[str, str]:
    """Read `--name value` and `--name=value`, as Glue hands them over.

    Glue passes more than a script asks for (`--JOB_ID`, `--job-language`, ...), so nothing is unknown here. The last
    value of a name counts: Glue puts the arguments of a run after the defaults of the job. A name without a value is
    the empty string.

    :param argv: `sys.argv`; the first element, the script, is skipped.
    """
    found: dict[str, str] = {}
    name = ""
    for word in argv[1:]:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            found[name] = value if equals else ""
            if equals:
                name = ""
        elif name:
            found[name] = word
            name = ""
    return found


def required(arguments: Mapping[str, str], *names: str) -> dict[str, str]:
    """Pick the arguments that a script cannot do without.

    :raises ArgumentError: naming all that are missing or empty.
    """
    missing = [name for name in names if not arguments.get(name)]
    if missing:
        raise ArgumentError(f"missing arguments: {', '.join(f'--{name}' for name in missing)}")
    return {name: arguments[name] for name in names}


def percent(arguments: Mapping[str, str], name: str, default: float = 0.0) -> float:
    """Read a number from 0 to 100.

    :raises ArgumentError: when it is not one.
    """
    text = arguments.get(name) or str(default)
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 100.0:
        raise ArgumentError(f"--{name} must be a number from 0 to 100, not {text!r}")
    return number
