"""CloudWatch Logs: FilterLogEvents answers any number of bytes in the order of streams, knows one term, and reads all for each page.

Source: API Reference, FilterLogEvents; User Guide, "Filter pattern syntax", "Match terms in unstructured log events".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from moto.logs.models import LogEvent, LogGroup

# "sorted by event timestamp, the timestamp when the event was ingested by CloudWatch Logs, and the ID of the PutLogEvents request"
Key = tuple[int, int, int]
Entry = tuple[Key, str, LogEvent]

#: "as many log events as can fit in 1 MB (up to 10,000 log events)"; PutLogEvents: the size of an event is its message, and 26.
MOST_BYTES = 1_048_576
MOST_EVENTS = 10_000
OVERHEAD = 26

#: "Enclose exact phrases and terms that include non-alphanumeric characters in double quotation marks"; minus: without the term;
#: question mark: one of those terms.
TERM = re.compile(r'(?P<sign>[-?]?)(?:"(?P<phrase>[^"]*)"|(?P<word>\w+))(?:\s+|$)')

#: Group -> its streams with how many events each has, and all of them in order.
_sorted: WeakKeyDictionary[LogGroup, tuple[dict[str, int], list[Entry]]] = WeakKeyDictionary()


def apply() -> None:
    LogGroup.filter_log_events = filter_log_events


def filter_log_events(
    self: LogGroup,
    log_group_name: str,
    log_stream_names: list[str],
    start_time: int | None,
    end_time: int | None,
    limit: int | None,
    next_token: str | None,
    filter_pattern: str | None,
    interleaved: bool,
) -> tuple[list[dict[str, Any]], str | None, list[dict[str, Any]]]:
    """`interleaved` is deprecated: "If you specify a value for this parameter, it is ignored"."""
    entries = in_order(self)
    begin = bisect_left(entries, ((start_time or 0, 0, 0),))
    searched = [name for name in self.streams if not log_stream_names or name in log_stream_names]
    streams = [{"logStreamName": name, "searchedCompletely": True} for name in searched]
    if next_token:
        read = key_in(next_token, log_group_name)
        # As moto: nothing for a token that is none.
        begin = len(entries) if read is None else bisect_right(entries, read, key=lambda entry: entry[0])
    is_wanted, names = matcher(filter_pattern or ""), set(searched)
    page: list[Entry] = []
    size = 0
    for index in range(begin, len(entries)):
        (timestamp, _, _), name, event = entry = entries[index]
        if end_time and timestamp > end_time:
            break
        if name not in names or not is_wanted(event.message):
            continue
        size += len(event.message.encode()) + OVERHEAD
        if page and (len(page) >= (limit or MOST_EVENTS) or size > MOST_BYTES):
            return shown(page), token_of(page[-1], log_group_name), streams
        page.append(entry)
    return shown(page), None, streams


def in_order(group: LogGroup) -> list[Entry]:
    counts = {name: len(stream.events) for name, stream in group.streams.items()}
    known = _sorted.get(group)
    if known is not None and known[0] == counts:
        return known[1]
    entries = [
        ((event.timestamp, event.ingestion_time, event.event_id), name, event)
        for name, stream in group.streams.items()
        for event in stream.events
    ]
    # No two events have one id, so that nothing behind the key is compared.
    entries.sort()
    _sorted[group] = (counts, entries)
    return entries


def matcher(pattern: str) -> Callable[[str], bool]:
    """:returns: whether a message is wanted; all are by patterns of JSON, fields and expressions, which moto does not know either"""
    terms, at = [], 0
    text = pattern.strip()
    while at < len(text):
        match = TERM.match(text, at)
        if match is None:
            return lambda message: True
        terms.append((match["sign"], match["word"] or match["phrase"] or ""))
        at = match.end()
    some = [term for sign, term in terms if sign == "?"]
    all_of = [term for sign, term in terms if sign == ""]
    none_of = [term for sign, term in terms if sign == "-"]
    # "If you use the question mark with other terms, it is ignored."
    if some and not all_of and not none_of:
        return lambda message: any(term in message for term in some)
    return lambda message: all(term in message for term in all_of) and not any(term in message for term in none_of)


def token_of(entry: Entry, group: str) -> str:
    return "@".join([group, *map(str, entry[0])])


def key_in(token: str, group: str) -> Key | None:
    name, *numbers = token.split("@")
    if name != group or len(numbers) != 3 or not all(number.isdecimal() for number in numbers):
        return None
    timestamp, ingestion, event = map(int, numbers)
    return timestamp, ingestion, event


def shown(page: list[Entry]) -> list[dict[str, Any]]:
    return [{**event.to_filter_dict(), "logStreamName": name} for _, name, event in page]
