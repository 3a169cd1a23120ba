"""The back end of the embedded AWS: one moto server process, with dapf's fixes loaded.

It is a child of the supervisor and speaks to it in JSON lines on standard output:

    {"stage": "import" | "fixes" | "listen", ...}   progress
    {"stage": "ready", "port": 41234, ...}          the server answers on this loopback port
    {"stage": "locked"}                             another server holds the lock file; exit code 75

Its standard input holds one line, a token that only its parent has (control.py), and ends with the parent: so this process
never outlives it, not even one that was killed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from typing import NoReturn, TextIO

EXIT_LOCKED = 75  # EX_TEMPFAIL of sysexits.h


def emit(stage: str, **facts: object) -> None:
    """Tell the parent how far the start has come; a parent that is gone is no error here."""
    try:
        print(json.dumps({"stage": stage, **facts}), flush=True)
    except OSError:
        pass


def exit_with_parent() -> None:
    """Block until standard input is closed, then end the process at once."""
    while True:
        try:
            if not os.read(0, 4096):
                break
        except OSError:
            break
    os._exit(0)


def hold_lock(path: str) -> TextIO:
    """Lock the file for the life of this process; the kernel releases it however the process ends."""
    import fcntl

    handle = open(path, "a", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        emit("locked")
        sys.exit(EXIT_LOCKED)
    return handle


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lock", help="file that only one server at a time may hold")
    parser.add_argument("--disable-fix", action="append", default=[], help="leave this fix out (for tests)")
    parser.add_argument("--warm-up", action="store_true", help="load the platform's services before they are called")
    return parser.parse_args()


def main() -> NoReturn:
    arguments = parse_arguments()
    token = sys.stdin.readline().strip()
    if token == "":
        sys.exit("The parent has sent no token.")
    threading.Thread(target=exit_with_parent, name="exit-with-parent", daemon=True).start()
    lock = hold_lock(arguments.lock) if arguments.lock else None
    started = time.monotonic()

    emit("import")
    import fixes
    import speed
    from http_server import Server
    from serving import FailingClearly
    from warm_up import warm_up

    applied = fixes.apply(disabled=set(arguments.disable_fix))
    speed.apply()
    emit("fixes", applied=applied)

    application = FailingClearly(token)
    server = Server(application)
    emit("ready", port=server.server_address[1], milliseconds=round((time.monotonic() - started) * 1000))
    if arguments.warm_up:
        threading.Thread(target=warm_up, args=[application.application], name="warm-up", daemon=True).start()
    try:
        server.serve_forever()
    finally:
        if lock is not None:
            lock.close()
    sys.exit(0)


if __name__ == "__main__":
    main()
