"""Step Functions: a Map state of many items hangs, and a Distributed Map neither fails nor writes what came of its items.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html

Moto takes each item one call deeper into Python's stack, and has a thread for each, so that some hundred items are too many. A
Distributed Map reads one page of a bucket, tolerates every failure, writes a manifest of nothing, and knows neither batches of
items nor JSON Lines.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader import item_reader_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval.resource_eval_s3 import (
    ResourceEvalS3 as Reader,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.item_reader_decl import ItemReader
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.reader_config.input_type import InputType
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.distributed_iteration_component import (
    DistributedIterationComponent,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.inline_iteration_component import (
    InlineIterationComponent,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor.distributed_item_processor_worker import (
    DistributedItemProcessorWorker,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.iteration_worker import IterationWorker
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.iterator.distributed_iterator_worker import (
    DistributedIteratorWorker,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.job import Job
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.resource_eval.resource_eval_s3 import (
    ResourceEvalS3 as Writer,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.result_writer_decl import ResultWriter
from moto.stepfunctions.parser.asl.eval.program_state import ProgramError, ProgramStopped, ProgramTimedOut
from moto.stepfunctions.parser.asl.eval.states import ItemData, MapData

from state_machines import map_grammar
from state_machines.map_batches import batches
from state_machines.map_failures import failing, failing_as
from state_machines.map_items import FORMATS, listed_objects
from state_machines.map_results import ItemResult, exceeds, files

# At a time: AWS's limit of an inline Map; of a Distributed one it is 10,000, which are too many threads.
MOST_WORKERS = 40
COUNTERS = {"SUCCEEDED": "succeeded", "FAILED": "failed", "ABORTED": "aborted", "TIMED_OUT": "timed_out"}


def launch_worker(self: InlineIterationComponent, env: Any, eval_input: Any, job_pool: Any) -> Any:
    """Is called once for each item, unless the definition says how many are worked on at a time."""
    job_pool.workers = getattr(job_pool, "workers", 0) + 1
    return LAUNCH(self, env=env, eval_input=eval_input, job_pool=job_pool) if job_pool.workers <= MOST_WORKERS else None


def work(self: IterationWorker) -> None:
    """One item after the other."""
    pool, worker = self._job_pool, self._env.open_frame()
    job = pool.next_job()
    while job is not None:
        frame = worker.open_inner_frame()
        self._eval_job(env=frame, job=job)
        worker.close_frame(frame)
        is_over = isinstance(job.job_output, Exception) or self.stopped()
        following = None if is_over else pool.next_job()
        if following is None:
            if not is_over:
                # The events of states that follow come after those of the last item.
                worker.event_history_context.source_event_id = frame.event_history_context.last_published_event_id
            # Before the job: who waits for the last job goes on at once.
            self._env.close_frame(worker)
        pool.close_job(job)
        job = following
    self._env.close_frame(worker)


def work_distributed(self: Any) -> None:
    """Events of the items are no part of the history of the execution: their frames are left as they are."""
    pool, record = self._job_pool, self._map_run_record
    while (job := pool.next_job()) is not None:
        frame = self._env.open_inner_frame()
        result = evaluated(self, frame, job)
        self._env.delete_frame(frame)
        count(record, job.job_input, result.status)
        record.results.append(result)
        job.job_output = result.output
        if exceeds(failures(record), record.items, record.tolerated_failure_count, record.tolerated_failure_percentage):
            text = "The specified tolerated failure threshold was exceeded"
            job.job_output = failing(self._env, StatesErrorNameType.StatesExceedToleratedFailureThreshold, text)
        pool.close_job(job)


def evaluated(self: Any, env: Any, job: Job) -> ItemResult:
    for counter, number in counted(self._map_run_record, job.job_input):
        counter.total.count(number)
        counter.running.count(number)
    started = datetime.datetime.now(tz=datetime.timezone.utc)
    given = job.job_input
    try:
        item = ItemData(Index=job.job_index, Value=job.job_input)
        env.states.context_object.context_object_data["Map"] = MapData(Item=item)
        env.states.reset(job.job_input)
        env.stack.append(env.states.get_input())
        self._eval_input(env_frame=env)
        given = env.states.get_input()
        job.job_program.eval(env)
        state = env.program_state()
    except FailureEventException as exception:
        state = ProgramError(error=exception.get_execution_failed_event_details())
    except Exception as exception:  # noqa: BLE001 - whatever it is, the item has failed and the next one follows
        state = ProgramError(error={"error": "States.Runtime", "cause": repr(exception)})
    if isinstance(state, ProgramError):
        error = state.error or {}
        return ItemResult(started, given, "FAILED", error=error.get("error"), cause=error.get("cause"))
    if isinstance(state, (ProgramStopped, ProgramTimedOut)):
        return ItemResult(started, given, "ABORTED" if isinstance(state, ProgramStopped) else "TIMED_OUT")
    return ItemResult(started, given, output=env.states.get_input())


def counted(record: Any, item: Any) -> Iterator[tuple[Any, int]]:
    """Counters, and what they count; a batch of items is one execution."""
    yield record.item_counter, len(item["Items"]) if record.is_batched else 1
    yield record.execution_counter, 1


def count(record: Any, item: Any, status: str) -> None:
    for counter, number in counted(record, item):
        counter.running.offset(-number)
        getattr(counter, COUNTERS[status]).count(number)
        if status == "SUCCEEDED":
            counter.results_written.count(number)


def failures(record: Any) -> int:
    counter = record.item_counter
    return int(counter.failed.get() + counter.aborted.get() + counter.timed_out.get())


def map_run(self: DistributedIterationComponent, env: Any, eval_input: Any) -> None:
    record, items = eval_input.map_run_record, env.stack.pop()
    batcher = getattr(self, "batcher")
    record.results, record.items, record.is_batched = [], len(items), batcher is not None
    if batcher is not None:
        items = batches(env, items, eval_input.item_selector or eval_input.parameters, batcher)
        eval_input.item_selector = eval_input.parameters = None
    env.stack.append(items)
    MAP_RUN(self, env, eval_input)


def list_objects(env: Any, resource_runtime_part: Any, state_credentials: Any) -> None:
    parameters = env.stack.pop()
    env.stack.append(listed_objects(Reader._get_s3_client(resource_runtime_part, state_credentials), parameters))


def put_results(env: Any, resource_runtime_part: Any, state_credentials: Any) -> None:
    parameters = env.stack.pop()
    env.stack.pop()  # the outputs of the items
    record: Any = env.map_run_record_pool_manager.get_all().pop()
    bucket, prefix = parameters["Bucket"], parameters.get("Prefix", "").rstrip("/")
    folder = f"{prefix}/{record.map_run_arn.split(':')[-1]}/".lstrip("/")
    written = files(record.results, folder, record.map_state_machine_arn, record.map_run_arn, bucket)
    client = Writer._get_s3_client(resource_runtime_part, state_credentials)
    for key, content in written.items():
        client.put_object(Bucket=bucket, Key=key, Body=content)
    manifest = {"Bucket": bucket, "Key": f"{folder}manifest.json"}
    env.stack.append({"MapRunArn": record.map_run_arn, "ResultWriterDetails": manifest})


MAP_RUN = DistributedIterationComponent._map_run
LAUNCH = InlineIterationComponent._launch_worker


def apply() -> None:
    original_transformer = item_reader_decl.resource_output_transformer_for
    original_input_type = InputType.__init__

    def input_type(self: InputType, input_type: str) -> None:
        if input_type in FORMATS:
            self.input_type_value = FORMATS[input_type]  # type: ignore[misc,assignment]
        else:
            original_input_type(self, input_type)

    def transformer_for(input_type: InputType) -> Any:
        value: Any = input_type.input_type_value
        return value() if value in FORMATS.values() else original_transformer(input_type)

    map_grammar.apply()
    InputType.__init__ = input_type  # type: ignore[method-assign]
    item_reader_decl.resource_output_transformer_for = transformer_for
    failing_as(ItemReader, StatesErrorNameType.StatesItemReaderFailed)
    failing_as(ResultWriter, StatesErrorNameType.StatesResultWriterFailed)
    InlineIterationComponent._launch_worker = launch_worker  # type: ignore[method-assign]
    IterationWorker.eval = work  # type: ignore[method-assign]
    for worker in (DistributedItemProcessorWorker, DistributedIteratorWorker):
        worker.eval = work_distributed  # type: ignore[method-assign]
    DistributedIterationComponent._map_run = map_run  # type: ignore[method-assign]
    Reader._handle_list_objects_v2 = staticmethod(list_objects)  # type: ignore[method-assign,assignment]
    Writer._handle_put_object = staticmethod(put_results)  # type: ignore[method-assign,assignment]
