"""Step Functions: pauses of minutes would make a run on a laptop take hours.

The pauses of a definition (Wait states, intervals between retries) pass `DAPF_STATES_SPEED` times as fast, 30 unless it is
set; 1 is the time of AWS. Timeouts are not shortened: what they limit takes real time.
"""

from __future__ import annotations

import os
import time
from types import SimpleNamespace

from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.environment import Environment

# Set, and checked, by whoever starts moto (emulator/states-speed.ts).
VARIABLE = "DAPF_STATES_SPEED"


def apply() -> None:
    factor = float(os.environ.get(VARIABLE, "30"))

    def wait(self: WaitFunction, env: Environment, wait_seconds: float) -> None:
        end = time.monotonic() + wait_seconds / factor
        # The event is also set by what ends nothing; whoever ends the execution changes what `is_running` says.
        while env.is_running() and (left := end - time.monotonic()) > 0:
            env.program_state_event.wait(left)

    WaitFunction._wait_interval = wait  # type: ignore[method-assign]
    retrier_decl.time = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / factor))  # type: ignore[assignment]
