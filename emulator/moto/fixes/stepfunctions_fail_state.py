"""Step Functions: a Fail state (and a branch that ends in one) cannot pass on an error whose name begins with `States.`.

So a machine that catches `States.TaskFailed`, cleans up and fails with `ErrorPath` ends with another error than it should.
Names of errors are checked where a definition invents them (`ErrorEquals`); what a Fail state passes on is a value.
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import iteration_worker
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branches_decl
from moto.stepfunctions.parser.asl.component.state.fail import state_fail


class PassedOnErrorName(ErrorName):
    """Any name."""


def apply() -> None:
    for module in (state_fail, branches_decl, iteration_worker):
        setattr(module, "CustomErrorName", PassedOnErrorName)
