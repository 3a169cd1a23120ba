"""Plugin of pytest for `npm run fidelity`: runs moto's tests, unchanged, against an endpoint of ours.

    TEST_SERVER_MODE_ENDPOINT   the endpoint; moto itself sends its tests' boto3 clients there
    FIDELITY_CONTROLS           who answers moto's control paths: `moto`, or `dapf` for the embedded AWS
    FIDELITY_OUTCOMES           file that gets one JSON line a test: {"test", "outcome", "reason", "seconds"}

What else is needed:

- Tests that set up moto by its control paths call port 5000 whatever the endpoint is. They are sent to the endpoint.
  The embedded AWS has a reset of its own; what else moto can be told it is not told: executions run there anyway.
- The client is patient: what a service goes on with after its answer (CREATING, UPDATING, RUNNING, InProgress) it
  waits for, as AWS's pages tell clients to, and as moto's tests need not.
- Some values that AWS refuses and that do not matter to their tests become such that it takes, on both sides.
- A test that hangs fails.
"""

import json
import os
import signal
import time
from urllib.parse import urlsplit, urlunsplit

import botocore.client
import botocore.exceptions
import pytest
import requests

# Now, so that the tests get this Python's, and not the one beside them, with which their server would not agree.
import moto  # noqa: F401

ENDPOINT = urlsplit(os.environ["TEST_SERVER_MODE_ENDPOINT"])
CONTROLS = os.environ["FIDELITY_CONTROLS"]
TEST_SECONDS = 120
SETTLING_SECONDS = 15


def sent_elsewhere(url):
    """Where a request for moto's usual port goes; None: nowhere, it is answered here."""
    parts = urlsplit(url)
    if parts.netloc not in ("localhost:5000", ENDPOINT.netloc):
        return url
    path = parts.path
    if CONTROLS == "dapf" and path.startswith("/moto-api/"):
        if path != "/moto-api/reset":
            return None
        path = "/_dapf/reset"
    return urlunsplit((ENDPOINT.scheme, ENDPOINT.netloc, path, parts.query, ""))


def untold():
    answer = requests.Response()
    answer.status_code = 201
    answer._content = b"{}"
    return answer


def redirect_requests():
    send = requests.Session.request

    def request(self, method, url, **options):
        target = sent_elsewhere(url)
        return untold() if target is None else send(self, method, target, **options)

    requests.Session.request = request


def of_batch(name, describe, things):
    """How to look at what an operation of AWS Batch has begun to work on."""

    def look(call, request, answer):
        return [one.get("status") for one in call(describe, {things: [request[name]]})[things]]

    return look


def of_processing(call, request, answer):
    return [call("DescribeProcessingJob", {"ProcessingJobName": request["ProcessingJobName"]})["ProcessingJobStatus"]]


def of_job_run(call, request, answer):
    run = call("GetJobRun", {"JobName": request["JobName"], "RunId": answer["JobRunId"]})
    return [run["JobRun"]["JobRunState"]]


COMPUTE = ("DescribeComputeEnvironments", "computeEnvironments")
QUEUE = ("DescribeJobQueues", "jobQueues")
SERVICE = ("DescribeServiceEnvironments", "serviceEnvironments")
# What goes on after the answer, and how to see it. moto has done it by then.
GOING_ON = {
    ("batch", "CreateComputeEnvironment"): of_batch("computeEnvironmentName", *COMPUTE),
    ("batch", "UpdateComputeEnvironment"): of_batch("computeEnvironment", *COMPUTE),
    ("batch", "DeleteComputeEnvironment"): of_batch("computeEnvironment", *COMPUTE),
    ("batch", "CreateJobQueue"): of_batch("jobQueueName", *QUEUE),
    ("batch", "UpdateJobQueue"): of_batch("jobQueue", *QUEUE),
    ("batch", "DeleteJobQueue"): of_batch("jobQueue", *QUEUE),
    ("batch", "CreateServiceEnvironment"): of_batch("serviceEnvironmentName", *SERVICE),
    ("batch", "UpdateServiceEnvironment"): of_batch("serviceEnvironment", *SERVICE),
    ("batch", "DeleteServiceEnvironment"): of_batch("serviceEnvironment", *SERVICE),
    ("glue", "StartJobRun"): of_job_run,
    ("sagemaker", "CreateProcessingJob"): of_processing,
}
UNSETTLED = ("CREATING", "UPDATING", "DELETING", "WAITING", "STARTING", "RUNNING", "InProgress")


def settle(looked_at):
    end = time.monotonic() + SETTLING_SECONDS
    while any(status in UNSETTLED for status in looked_at()) and time.monotonic() < end:
        time.sleep(0.05)


def glue_command(request):
    """Glue: "For an Apache Spark ETL job, this must be glueetl." (JobCommand), with "The Python version being used"."""
    command = dict(request.get("Command", {}))
    if command.get("Name") not in ("glueetl", "gluestreaming", "glueray", "pythonshell"):
        command["Name"] = "glueetl"
    if "PythonVersion" in command:
        command["PythonVersion"] = "3"
    request["Command"] = command


def bid_percentage(request):
    """Batch: a percentage of the On-Demand price (ComputeResource)."""
    resources = request.get("computeResources", {})
    if resources.get("bidPercentage", 0) > 100:
        request["computeResources"] = {**resources, "bidPercentage": 100}


# Requests that AWS refuses for a value of which their tests say nothing: with another one the rest of these tests counts.
ACCEPTABLE = {
    ("glue", "CreateJob"): glue_command,
    ("batch", "CreateComputeEnvironment"): bid_percentage,
}


def call_as_on_aws():
    call = botocore.client.BaseClient._make_api_call

    def careful(self, operation, request):
        key = (self.meta.service_model.service_name, operation)
        if key in ACCEPTABLE:
            request = dict(request)
            ACCEPTABLE[key](request)
        answer = call(self, operation, request)
        if key in GOING_ON:
            settle(lambda: GOING_ON[key](lambda name, asked: call(self, name, asked), request, answer))
        return answer

    botocore.client.BaseClient._make_api_call = careful


class Outcomes:
    """Writes what became of each test: `passed`, `failed` or `skipped`, the worst of its phases."""

    def __init__(self, file):
        self.file = open(file, "a", encoding="utf-8")
        self.outcome, self.reason, self.seconds = "passed", "", 0.0

    def write(self, test):
        line = {"test": test, "outcome": self.outcome, "reason": self.reason, "seconds": round(self.seconds, 3)}
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        self.outcome, self.reason, self.seconds = "passed", "", 0.0

    def note(self, report):
        self.seconds += getattr(report, "duration", 0.0)
        if report.outcome == "passed" or self.outcome == "failed":
            return
        self.outcome, self.reason = report.outcome, reason_of(report)

    def pytest_runtest_logreport(self, report):
        self.note(report)
        if report.when == "teardown":
            self.write(report.nodeid)

    def pytest_collectreport(self, report):
        if report.failed:
            self.note(report)
            self.write(report.nodeid)


def reason_of(report):
    """The line that says what went wrong."""
    if report.skipped:
        return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = (crash.message if crash is not None else str(report.longrepr)).strip().splitlines()
    # The last line of a collection error says more than the first.
    return (lines[0] if crash is not None else lines[-1]) if lines else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    def hang(number, frame):
        raise TimeoutError(f"no end after {TEST_SECONDS} s")

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(TEST_SECONDS)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def pytest_configure(config):
    redirect_requests()
    call_as_on_aws()
    config.pluginmanager.register(Outcomes(os.environ["FIDELITY_OUTCOMES"]), "outcomes")
