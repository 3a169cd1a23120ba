"""Runs the handler of a Lambda function in this process: `function_runner.py <folder> <handler> <file of the answer>`.

The event comes on standard input, as JSON. The answer is `{"payload": ..}` or `{"error": {..}}`, as Lambda words it.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
import traceback
from types import SimpleNamespace

LOOK_SECONDS = 0.5


def exit_with_parent() -> None:
    """Ends this process when another one has become its parent: the embedded AWS is gone."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(143)


def main() -> None:
    threading.Thread(target=exit_with_parent, daemon=True).start()
    folder, handler, answer_file = sys.argv[1:4]
    event = json.load(sys.stdin)
    # Not this folder: a function must find nothing of the embedded AWS.
    sys.path[0] = folder
    module_name, _, function_name = handler.replace("/", ".").rpartition(".")
    context = SimpleNamespace(
        function_name=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
        invoked_function_arn=os.environ["DAPF_FUNCTION_ARN"],
        aws_request_id=os.environ["DAPF_REQUEST_ID"],
    )
    try:
        payload = getattr(importlib.import_module(module_name), function_name)(event, context)
        answer: dict[str, object] = {"payload": payload}
        text = json.dumps(answer)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is its answer
        traceback.print_exc()
        # From the handler on, as on AWS.
        trace = traceback.format_tb(error.__traceback__ and error.__traceback__.tb_next)
        text = json.dumps({"error": {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": trace}})
    with open(answer_file, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
