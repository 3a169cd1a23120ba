"""A lake in memory, and the way to import the scripts under test as Glue does: side by side on the path."""

import datetime
import pathlib
import sys

for folder in ("utils", "analytics-etl"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / folder))

DAY = datetime.date(2025, 3, 1)


class MemoryLake(dict):
    """Keys and contents."""

    def read(self, key):
        return self.get(key)

    def write(self, key, content):
        self[key] = content
