"""That an event could not be delivered to a target."""

from __future__ import annotations


class NotDelivered(Exception):
    """The message says why, the code is that of a dead letter."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
