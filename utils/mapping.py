"""The mapping file: which algorithms run for which values of the primary key. docs/pipeline.md describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: How the file calls a context.
SECTIONS = {"training": "Training", "inferencing": "Inference"}
GOALS = ("minimize", "maximize")


class MappingError(Exception):
    """The mapping file cannot be used."""


@dataclass(frozen=True)
class Mapping:
    """One context's part of the file."""

    #: The name of the primary key, such as `part_name`.
    primary_key: str
    #: Its values.
    keys: tuple[str, ...]
    #: The algorithms of every key that `own` does not name.
    algorithms: tuple[str, ...]
    #: Key -> its own algorithms.
    own: dict[str, tuple[str, ...]]
    #: Algorithm -> its own settings.
    parameters: dict[str, dict[str, Any]]
    #: How many per cent of the jobs may fail; empty when the file does not say.
    failure_threshold_percent: str
    #: What jobs report, and whether less of it is better.
    metric: str
    goal: str

    def pairs(self, algorithms: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Every key with every algorithm of it.

        :param algorithms: take the place of the file's general ones, not of those that a key has of its own.
        """
        for key in self.keys:
            for algorithm in self.own.get(key, algorithms or self.algorithms):
                yield key, algorithm


def parse_mapping(text: str, context: str) -> Mapping:
    """
    :raises MappingError: naming the place in the file and what is wrong there.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise MappingError(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    root = "mapping_json_data"
    data = _get(document, root, "", dict)
    name = SECTIONS[context]
    section = _get(data, name, root, dict)
    here = f"{root}.{name}"

    algorithms = _names(_get(section, "all_algorithms", here, list), f"{here}.all_algorithms")
    own = {
        key: _names(value, f"{here}.mapping.{key}")
        for key, value in _get(section, "mapping", here, dict, default={}).items()
    }
    keys = _names(_get(data, "primary_key_values", root, list, default=sorted(own)), f"{root}.primary_key_values")
    unknown = sorted(set(own) - set(keys))
    if unknown:
        raise MappingError(f"{here}.mapping has keys that {root}.primary_key_values lacks: {', '.join(unknown)}")
    evaluation = _get(section, "evaluation", here, dict, default={})
    goal = _get(evaluation, "goal", f"{here}.evaluation", str, default="minimize")
    if goal not in GOALS:
        raise MappingError(f"{here}.evaluation.goal must be one of {', '.join(GOALS)}, not {goal!r}")
    return Mapping(
        primary_key=_get(data, "primary_key", root, str),
        keys=keys,
        algorithms=algorithms,
        own=own,
        parameters=_get(section, "parameters", here, dict, default={}),
        failure_threshold_percent=_percent(section.get("failure_threshold_percent", ""), here),
        metric=_get(evaluation, "metric", f"{here}.evaluation", str, default="rmse"),
        goal=goal,
    )


_KINDS: dict[type, str] = {dict: "an object", list: "a list", str: "text"}


def _get(parent: Any, key: str, where: str, kind: type, default: Any = None) -> Any:
    path = f"{where}.{key}" if where else key
    if not isinstance(parent, dict) or (key not in parent and default is None):
        raise MappingError(f"{path} is missing")
    value = parent.get(key, default)
    if not isinstance(value, kind):
        raise MappingError(f"{path} must be {_KINDS[kind]}")
    return value


def _names(values: Any, path: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not values or not all(isinstance(value, str) and value for value in values):
        raise MappingError(f"{path} must be a list of at least one name")
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise MappingError(f"{path} names twice: {', '.join(twice)}")
    return tuple(values)


def _percent(value: Any, where: str) -> str:
    if value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise MappingError(f"{where}.failure_threshold_percent must be a number from 0 to 100, not {value!r}")
    return f"{value:g}"
