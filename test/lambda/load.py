"""Loads the handler of a Lambda function (all of them are called `handler.py`) and gives it an AWS in memory."""

import importlib.util
import os
import pathlib
import types
import unittest
from unittest import mock

from moto import mock_aws

FUNCTIONS = pathlib.Path(__file__).resolve().parents[2] / "glue" / "lambda"


def handler(function: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(f"{function}_handler", FUNCTIONS / function / "handler.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def aws_in_memory(test: unittest.TestCase, variables: dict[str, str]) -> None:
    """For the time of a test: an empty AWS, and an environment that knows no other."""
    credentials = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    for patch in (mock.patch.dict(os.environ, {**others, **credentials, **variables}, clear=True), mock_aws()):
        patch.start()
        test.addCleanup(patch.stop)
