import type * as Batch from "@aws-sdk/client-batch";
import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type * as Glue from "@aws-sdk/client-glue";
import type * as Sfn from "@aws-sdk/client-sfn";
import { type AwsTarget, ask, clientOptions, once, sdk, unless } from "./aws";
import { type ParameterStore, parameterStore } from "./parameters";

/** What is asked of AWS about the runs of an environment. */
export interface RunServices extends Pick<ParameterStore, "parameter"> {
  /** All executions of a state machine, the latest first; only the running ones when asked so. */
  executions(stateMachineArn: string, status?: "RUNNING"): Promise<Sfn.ExecutionListItem[]>;
  /** Starts an execution. @returns its ARN; undefined when another one has the name */
  start(stateMachineArn: string, name: string, input: string): Promise<string | undefined>;
  /** @returns undefined when there is no such execution */
  execution(executionArn: string): Promise<Sfn.DescribeExecutionOutput | undefined>;
  history(executionArn: string): Promise<Sfn.HistoryEvent[]>;
  stop(executionArn: string, cause: string): Promise<void>;
  /** Jobs of a queue whose name begins so. */
  jobs(queue: string, nameHead: string): Promise<Batch.JobSummary[]>;
  /** @param ids at most 100 */
  describeJobs(ids: readonly string[]): Promise<Batch.JobDetail[]>;
  /** The last run of a Glue job; undefined when there is none. */
  glueRun(job: string, runId: string): Promise<Glue.JobRun | undefined>;
  /** The last lines of a log stream; none when there is no such stream, or the caller may not read it. */
  lastLines(group: string, stream: string, count: number): Promise<string[]>;
}

/** Asks AWS. Each SDK package is loaded by the first call that needs it. */
export function runServices(target: AwsTarget): RunServices {
  const sfn = once(() => {
    const api = sdk<typeof Sfn>("@aws-sdk/client-sfn");
    return { api, client: new api.SFNClient(clientOptions(target, "SFN")) };
  });
  const batch = once(() => {
    const api = sdk<typeof Batch>("@aws-sdk/client-batch");
    return { api, client: new api.BatchClient(clientOptions(target, "BATCH")) };
  });
  const glue = once(() => {
    const api = sdk<typeof Glue>("@aws-sdk/client-glue");
    return { api, client: new api.GlueClient(clientOptions(target, "GLUE")) };
  });
  const logs = once(() => {
    const api = sdk<typeof Logs>("@aws-sdk/client-cloudwatch-logs");
    return { api, client: new api.CloudWatchLogsClient(clientOptions(target, "CLOUDWATCH_LOGS")) };
  });

  return {
    parameter: parameterStore(target).parameter,

    executions(stateMachineArn, statusFilter) {
      const { api, client } = sfn();
      return ask("Step Functions", "ListExecutions", async () => {
        const found: Sfn.ExecutionListItem[] = [];
        const request = { stateMachineArn, ...(statusFilter === undefined ? {} : { statusFilter }) };
        for await (const page of api.paginateListExecutions({ client }, request))
          found.push(...(page.executions ?? []));
        return found.sort((a, b) => (b.startDate?.getTime() ?? 0) - (a.startDate?.getTime() ?? 0));
      });
    },

    async start(stateMachineArn, name, input) {
      const { api, client } = sfn();
      const started = await unless(["ExecutionAlreadyExists"], () =>
        ask("Step Functions", "StartExecution", () =>
          client.send(new api.StartExecutionCommand({ stateMachineArn, name, input })),
        ),
      );
      return started?.executionArn;
    },

    execution(executionArn) {
      const { api, client } = sfn();
      return unless(["ExecutionDoesNotExist", "InvalidArn"], () =>
        ask("Step Functions", "DescribeExecution", () =>
          client.send(new api.DescribeExecutionCommand({ executionArn })),
        ),
      );
    },

    history(executionArn) {
      const { api, client } = sfn();
      return ask("Step Functions", "GetExecutionHistory", async () => {
        const found: Sfn.HistoryEvent[] = [];
        const pages = api.paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn });
        for await (const page of pages) found.push(...(page.events ?? []));
        return found;
      });
    },

    async stop(executionArn, cause) {
      const { api, client } = sfn();
      await ask("Step Functions", "StopExecution", () =>
        client.send(new api.StopExecutionCommand({ executionArn, error: "Dapf.Stopped", cause })),
      );
    },

    jobs(jobQueue, nameHead) {
      const { api, client } = batch();
      return ask("AWS Batch", "ListJobs", async () => {
        const found: Batch.JobSummary[] = [];
        const filters = [{ name: "JOB_NAME", values: [`${nameHead}*`] }];
        for await (const page of api.paginateListJobs({ client }, { jobQueue, filters }))
          found.push(...(page.jobSummaryList ?? []));
        return found;
      });
    },

    async describeJobs(ids) {
      const { api, client } = batch();
      const { jobs } = await ask("AWS Batch", "DescribeJobs", () =>
        client.send(new api.DescribeJobsCommand({ jobs: [...ids] })),
      );
      return jobs ?? [];
    },

    async glueRun(JobName, RunId) {
      const { api, client } = glue();
      const found = await unless(["EntityNotFoundException"], () =>
        ask("Glue", "GetJobRun", () => client.send(new api.GetJobRunCommand({ JobName, RunId }))),
      );
      return found?.JobRun;
    },

    async lastLines(logGroupName, logStreamName, limit) {
      const { api, client } = logs();
      const found = await unless(["ResourceNotFoundException", "AccessDeniedException"], () =>
        ask("CloudWatch Logs", "GetLogEvents", () =>
          client.send(new api.GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false })),
        ),
      );
      return (found?.events ?? []).flatMap(({ message }) => (message ?? "").trimEnd().split("\n")).slice(-limit);
    },
  };
}
