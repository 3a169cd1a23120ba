"""Runs the script of a Glue job run in this process, which ends with its parent.

    run_script.py <script> <file for the error> --JOB_NAME .. --argument value ..

What made the script fail is written to the file, in one line, beside the traceback on standard error.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
import traceback
from types import TracebackType

NO_SPARK = " (the embedded AWS runs the scripts of Spark jobs with plain Python: there is no Spark)"


def exit_with_parent() -> None:
    """Block until standard input is closed, then end the process at once."""
    while os.read(0, 4096):
        pass
    os._exit(143)


def main() -> None:
    script, error_file = sys.argv[1:3]
    threading.Thread(target=exit_with_parent, daemon=True).start()
    sys.argv = [script, *sys.argv[3:]]
    # Not this folder: a script must find nothing of the embedded AWS but what Glue has (awsglue).
    sys.path[0] = os.path.dirname(script)
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0):
            fail(error_file, f"SystemExit: {end.code}")
    except BaseException as error:  # noqa: BLE001 - whatever a script raises is how it failed
        traceback.print_exception(type(error), error, since_script(error, script))
        hint = NO_SPARK if isinstance(error, ModuleNotFoundError) and str(error.name).startswith("pyspark") else ""
        fail(error_file, f"{type(error).__name__}: {error}{hint}")


def since_script(error: BaseException, script: str) -> TracebackType | None:
    """The traceback from the script on: what has started it says nothing to those who wrote it."""
    step = error.__traceback__
    while step is not None and step.tb_frame.f_code.co_filename != script:
        step = step.tb_next
    return step or error.__traceback__


def fail(error_file: str, message: str) -> None:
    with open(error_file, "w", encoding="utf-8") as file:
        file.write(message)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    main()
