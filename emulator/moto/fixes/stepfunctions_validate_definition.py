"""Step Functions: ValidateStateMachineDefinition is missing.

The Terraform provider calls it while planning every aws_sfn_state_machine; without it the plan hangs in retries.
The answer here covers the structure of a definition (JSON, StartAt, names and types of states, and that every transition leads to
a state that exists) and what Task states call (`state_machines/definition.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse

from state_machines.definition import task_problems

STATE_TYPES = {"Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait"}
ENDING_TYPES = {"Choice", "Fail", "Succeed"}  # neither Next nor End belongs to these
# https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html
LONGEST_STATE_NAME = 80


def diagnostic(code: str, message: str, location: str) -> dict[str, str]:
    return {"severity": "ERROR", "code": code, "message": message, "location": location}


def machine_problems(machine: Any, location: str, kind: str) -> Iterator[dict[str, str]]:
    states = machine.get("States") if isinstance(machine, dict) else None
    if not isinstance(states, dict) or not states:
        yield diagnostic("SCHEMA_VALIDATION_FAILED", "States must be an object with at least one state", location)
        return
    if machine.get("StartAt") not in states:
        yield diagnostic(
            "MISSING_TRANSITION_TARGET", f'StartAt names no state: {machine.get("StartAt")}', f"{location}/StartAt"
        )
    for name, state in states.items():
        if len(name) > LONGEST_STATE_NAME:
            text = f"a state's name has at most {LONGEST_STATE_NAME} characters"
            yield diagnostic("INVALID_STATE_NAME", text, f"{location}/States/{name}")
        yield from state_problems(state, states, f"{location}/States/{name}", kind)


def state_problems(state: Any, states: dict[str, Any], location: str, kind: str) -> Iterator[dict[str, str]]:
    if not isinstance(state, dict) or state.get("Type") not in STATE_TYPES:
        yield diagnostic("SCHEMA_VALIDATION_FAILED", "Type must be a state type", f"{location}/Type")
        return
    if state["Type"] not in ENDING_TYPES and "Next" not in state and state.get("End") is not True:
        yield diagnostic("SCHEMA_VALIDATION_FAILED", "a state needs Next or End", location)
    for field, target in transitions(state):
        if target not in states:
            text = f"{field.lstrip('/')} names no state: {target}"
            yield diagnostic("MISSING_TRANSITION_TARGET", text, f"{location}{field}")
    if state["Type"] == "Task":
        for text, where in task_problems(state, kind):
            yield diagnostic("SCHEMA_VALIDATION_FAILED", text, f"{location}{where}")
    for index, branch in enumerate(state.get("Branches", [])):
        yield from machine_problems(branch, f"{location}/Branches[{index}]", kind)
    for field in ("Iterator", "ItemProcessor"):
        if field in state:
            yield from machine_problems(state[field], f"{location}/{field}", kind)


def transitions(state: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for field in ("Next", "Default"):
        if field in state:
            yield f"/{field}", state[field]
    for index, choice in enumerate(state.get("Choices", [])):
        yield f"/Choices[{index}]/Next", choice.get("Next")
    for index, catcher in enumerate(state.get("Catch", [])):
        yield f"/Catch[{index}]/Next", catcher.get("Next")


def problems(definition: str, kind: str) -> list[dict[str, str]]:
    """:param kind: the type of the machine"""
    try:
        machine = json.loads(definition)
    except ValueError as error:
        return [diagnostic("INVALID_JSON_DESCRIPTION", str(error), "/")]
    return list(machine_problems(machine, "", kind))


def validate_state_machine_definition(self: StepFunctionResponse) -> ActionResult:
    found = problems(self._get_param("definition"), self._get_param("type") or "STANDARD")
    limit = self._get_int_param("maxResults") or 100
    return ActionResult(
        {"result": "FAIL" if found else "OK", "diagnostics": found[:limit], "truncated": len(found) > limit}
    )


def apply() -> None:
    StepFunctionResponse.validate_state_machine_definition = validate_state_machine_definition  # type: ignore[attr-defined]
