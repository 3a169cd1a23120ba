"""Which algorithm did best."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean


class NoWinnerError(Exception):
    """No job reported a metric."""


def winner_of(values: Mapping[str, Mapping[str, float]], goal: str) -> str:
    """The algorithm with the best mean over all keys.

    Only algorithms that have a value for the most keys compete: one that failed where it is hard must not win by that.
    Of equals the first by name wins.

    :param values: algorithm -> key -> value.
    :param goal: `minimize` or `maximize`.
    :raises NoWinnerError: when there are no values.
    """
    most = max((len(by_key) for by_key in values.values()), default=0)
    if most == 0:
        raise NoWinnerError("no job that succeeded reported a metric")
    sign = 1.0 if goal == "minimize" else -1.0
    means = {name: sign * fmean(by_key.values()) for name, by_key in values.items() if len(by_key) == most}
    return min(sorted(means), key=lambda name: means[name])
