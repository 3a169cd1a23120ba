"""Items of a Distributed Map in batches, each of which is the input of one execution.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.eval.program_state import ProgramError
from moto.stepfunctions.parser.asl.eval.states import ItemData, MapData
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from state_machines.map_failures import failing
from state_machines.members import to_json

# Service quotas: the largest input of an execution.
MOST_BYTES = 262_144


def batches(env: Any, items: list[Any], selector: Any, batcher: dict[str, Any]) -> list[dict[str, Any]]:
    """:param selector: what makes an input of an item (`ItemSelector`), if anything does
    :param batcher: `ItemBatcher` of the definition"""
    said = evaluated(env, batcher)
    shared = {"BatchInput": said["BatchInput"]} if "BatchInput" in said else {}
    selected = items if selector is None else [selected_item(env, selector, index, item) for index, item in enumerate(items)]
    most_items = int(said.get("MaxItemsPerBatch") or len(items) or 1)
    most_bytes = min(int(said.get("MaxInputBytesPerBatch") or MOST_BYTES), MOST_BYTES)
    return [{**shared, "Items": group} for group in groups(selected, most_items, most_bytes - len(to_json(shared)))]


def groups(items: list[Any], most_items: int, most_bytes: int) -> Iterator[list[Any]]:
    group: list[Any] = []
    size = 0
    for item in items:
        item_size = len(to_json(item).encode()) + 1
        if group and (len(group) == most_items or size + item_size > most_bytes):
            yield group
            group, size = [], 0
        group.append(item)
        size += item_size
    if group:
        yield group


def selected_item(env: Any, selector: Any, index: int, item: Any) -> Any:
    frame = env.open_inner_frame()
    frame.states.context_object.context_object_data["Map"] = MapData(Item=ItemData(Index=index, Value=item))
    frame.states.reset(input_value=env.states.get_input())
    frame.stack.append(frame.states.get_input())
    selector.eval(frame)
    env.delete_frame(frame)
    return frame.stack.pop()


def evaluated(env: Any, batcher: dict[str, Any]) -> dict[str, Any]:
    """The fields with what their paths and expressions lead to: what a Pass state makes of them."""
    fields = {name.replace("Path", ".$") if name.endswith("Path") else name: value for name, value in batcher.items()}
    is_jsonata = not any(name.endswith(".$") for name in fields) and "{%" in json.dumps(fields)
    state = {"Type": "Pass", "End": True, **({"Output": fields} if is_jsonata else {"Parameters": fields})}
    machine = {"StartAt": "Fields", "States": {"Fields": state}, "QueryLanguage": "JSONata" if is_jsonata else "JSONPath"}
    program, _ = AmazonStateLanguageParser.parse(json.dumps(machine))
    frame = env.open_inner_frame()
    frame.states.reset(input_value=env.states.get_input())
    program.eval(frame)
    env.delete_frame(frame)
    ended = frame.program_state()
    if isinstance(ended, ProgramError):
        raise failing(env, StatesErrorNameType.StatesRuntime, str((ended.error or {}).get("cause")))
    return dict(frame.states.get_input())
