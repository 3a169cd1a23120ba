"""How a Map state fails, by AWS's names."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.stepfunctions.parser.api import HistoryEventType, MapRunFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from state_machines.errors import named
from state_machines.integrations import SDK, Integration
from state_machines.roles import RoleNotTaken

S3 = Integration(SDK, "s3", "getObject", None)


def failing(env: Any, kind: StatesErrorNameType, cause: str) -> FailureEventException:
    details = MapRunFailedEventDetails(error=kind.to_name(), cause=cause)
    event = FailureEvent(
        env=env,
        error_name=StatesErrorName(typ=kind),
        event_type=HistoryEventType.MapRunFailed,
        event_details=EventDetails(mapRunFailedEventDetails=details),
    )
    return FailureEventException(event)


def failing_as(component: type[EvalComponent], kind: StatesErrorNameType) -> None:
    """What a reader or writer of S3 fails with is called so."""
    original = component._eval_body

    def evaluate(self: EvalComponent, env: Any) -> None:
        try:
            original(self, env)
        except (ClientError, BotoCoreError) as error:
            raise failing(env, kind, named(S3, error)[1]) from error
        except RoleNotTaken as error:
            raise failing(env, kind, str(error)) from error
        except (ValueError, KeyError) as error:
            raise failing(env, kind, f"{type(error).__name__}: {error}") from error

    component._eval_body = evaluate  # type: ignore[method-assign]
