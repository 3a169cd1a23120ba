import type { JobDetail, JobSummary } from "@aws-sdk/client-batch";
import type { JobRun } from "@aws-sdk/client-glue";
import type { DescribeExecutionOutput, ExecutionListItem, HistoryEvent } from "@aws-sdk/client-sfn";
import type { Connection } from "../../aws/connection";
import { unless } from "../../aws/errors";
import { DEFAULT_RETRY, QUICK_RETRY } from "../../aws/retry";
import { batchClient, glueClient, logsClient, stepFunctionsClient } from "../../aws/services";
import { type ParameterStore, parameterStore } from "./parameters";

/** What is asked of AWS about the runs of an environment. */
export interface RunServices extends Pick<ParameterStore, "parameter"> {
  /** All executions of a state machine, the latest first; only the running ones when asked so. */
  executions(stateMachineArn: string, status?: "RUNNING"): Promise<ExecutionListItem[]>;
  /** Starts an execution. @returns its ARN; undefined when another one has the name */
  start(stateMachineArn: string, name: string, input: string): Promise<string | undefined>;
  /** @returns undefined when there is no such execution */
  execution(executionArn: string): Promise<DescribeExecutionOutput | undefined>;
  history(executionArn: string): Promise<HistoryEvent[]>;
  stop(executionArn: string, cause: string): Promise<void>;
  /** Jobs of a queue whose name begins so. */
  jobs(queue: string, nameHead: string): Promise<JobSummary[]>;
  /** @param ids at most 100 */
  describeJobs(ids: readonly string[]): Promise<JobDetail[]>;
  /** The last run of a Glue job; undefined when there is none. */
  glueRun(job: string, runId: string): Promise<JobRun | undefined>;
  /** The last lines of a log stream; none when there is no such stream, or the caller may not read it. */
  lastLines(group: string, stream: string, count: number): Promise<string[]>;
}

/** Asks AWS. @param retry how patiently */
export function runServices(connection: Connection, retry = DEFAULT_RETRY): RunServices {
  const [sfn, batch] = [stepFunctionsClient(connection, retry), batchClient(connection, retry)];
  const [glue, logs] = [glueClient(connection, retry), logsClient(connection, retry)];

  return {
    // Of what is not deployed nothing can be said or begun.
    parameter: parameterStore(connection, QUICK_RETRY).parameter,

    executions: async (stateMachineArn, statusFilter) => {
      const found = await sfn.all("ListExecutions", { stateMachineArn, statusFilter }, ({ executions }) => executions);
      return found.sort((a, b) => (b.startDate?.getTime() ?? 0) - (a.startDate?.getTime() ?? 0));
    },
    start: async (stateMachineArn, name, input) => {
      const started = sfn.call("StartExecution", { stateMachineArn, name, input });
      return (await unless(["ExecutionAlreadyExists"], started))?.executionArn;
    },
    execution: (executionArn) =>
      unless(["ExecutionDoesNotExist", "InvalidArn"], sfn.call("DescribeExecution", { executionArn })),
    history: (executionArn) =>
      sfn.all("GetExecutionHistory", { executionArn, maxResults: 1000 }, ({ events }) => events),
    stop: async (executionArn, cause) => {
      await sfn.call("StopExecution", { executionArn, error: "Dapf.Stopped", cause });
    },
    jobs: (jobQueue, nameHead) => {
      const filters = [{ name: "JOB_NAME", values: [`${nameHead}*`] }];
      return batch.all("ListJobs", { jobQueue, filters }, ({ jobSummaryList }) => jobSummaryList);
    },
    describeJobs: async (ids) => (await batch.call("DescribeJobs", { jobs: [...ids] })).jobs ?? [],
    glueRun: async (JobName, RunId) =>
      (await unless(["EntityNotFoundException"], glue.call("GetJobRun", { JobName, RunId })))?.JobRun,
    lastLines: async (logGroupName, logStreamName, limit) => {
      const request = { logGroupName, logStreamName, limit, startFromHead: false };
      const NONE = ["ResourceNotFoundException", "AccessDeniedException"];
      const found = await unless(NONE, logs.call("GetLogEvents", request));
      return (found?.events ?? []).flatMap(({ message }) => (message ?? "").trimEnd().split("\n")).slice(-limit);
    },
  };
}
