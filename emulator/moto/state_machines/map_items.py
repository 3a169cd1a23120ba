"""Where the items of a Distributed Map come from: objects of a bucket, and lines of JSON.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent

# What the format is called of items that need none; AWS has no name for it.
LISTED = "(objects)"


def listed_objects(client: Any, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """All pages; as items objects have these members, which are not quite those of the answer."""
    pages = client.get_paginator("list_objects_v2").paginate(**parameters)
    return [
        {
            "Etag": found["ETag"],
            "Key": found["Key"],
            "LastModified": int(found["LastModified"].timestamp()),
            "Size": found["Size"],
            "StorageClass": found.get("StorageClass", "STANDARD"),
        }
        for found in itertools.chain.from_iterable(page.get("Contents", []) for page in pages)
    ]


class Lines(EvalComponent):
    """JSON Lines: one item a line."""

    def _eval_body(self, env: Any) -> None:
        config, text = env.stack.pop(), env.stack.pop()
        lines = (line for line in text.splitlines() if line.strip())
        env.stack.append([json.loads(line) for line in itertools.islice(lines, config["MaxItemsValue"])])


class FirstOnes(EvalComponent):
    """Of what is a list already."""

    def _eval_body(self, env: Any) -> None:
        config, items = env.stack.pop(), env.stack.pop()
        env.stack.append(items[: config["MaxItemsValue"]])


FORMATS: dict[str, type[EvalComponent]] = {"JSONL": Lines, LISTED: FirstOnes}
