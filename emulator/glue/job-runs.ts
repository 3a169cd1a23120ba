/** The runs of Glue jobs: moto only counts them, here the scripts run. Jobs themselves are moto's. */
import { randomBytes } from "node:crypto";
import { Callers } from "../batch/plumbing/caller";
import type { Place } from "../../aws/place";
import { InternalCalls } from "../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { jsonAnswer, jsonBody, jsonError, objectOf, textOf } from "../edge/messages";
import { InternalCallError } from "../errors";
import { described, isOver, runOf, type Job, type JobRun } from "./job";
import { Runner, type RunnerOptions } from "./runner";

type Body = Readonly<Record<string, unknown>>;
/** What an operation answers, or the error that it is refused with. */
type Operation = (body: Body, calls: InternalCalls) => Promise<EdgeResponse> | EdgeResponse;

const PAGE = 200;

export class JobRuns implements ServiceHandler {
  private readonly callers = new Callers();
  /** `account/region/job` -> its runs, the newest first. */
  private runs = new Map<string, JobRun[]>();
  private runner: Runner;

  private readonly operations: Readonly<Record<string, Operation>> = {
    StartJobRun: (body, calls) => this.start(body, calls),
    GetJobRun: (body, calls) => this.get(body, calls),
    GetJobRuns: (body, calls) => this.list(body, calls),
    BatchStopJobRun: (body, calls) => this.stopRuns(body, calls),
  };

  constructor(private readonly options: RunnerOptions) {
    this.runner = new Runner(options);
  }

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const operation = this.operations[request.operation];
    if (operation === undefined) return forward(request);
    const calls = new InternalCalls(forward, await this.callers.placeOf(request, forward));
    return operation(jsonBody(request), calls);
  }

  reset(): void {
    void this.runner.stopAll();
    this.runner = new Runner(this.options);
    this.runs = new Map();
    this.callers.reset();
  }

  stop(): Promise<void> {
    return this.runner.stopAll();
  }

  private async start(body: Body, calls: InternalCalls): Promise<EdgeResponse> {
    const name = textOf(body["JobName"]);
    const job = await jobNamed(name, calls);
    if (job === undefined) {
      return jsonError(400, "EntityNotFoundException", `Failed to start job run due to missing metadata: job ${name}`);
    }
    const runs = this.runsOf(calls.place, name);
    const limit = job.ExecutionProperty?.MaxConcurrentRuns ?? 1;
    if (runs.filter((run) => !isOver(run)).length >= limit) {
      return jsonError(400, "ConcurrentRunsExceededException", `Concurrent runs exceeded for ${name}`);
    }
    const timeout = body["Timeout"];
    const request = {
      runArguments: textsOf(body["Arguments"]),
      timeout: typeof timeout === "number" ? timeout : undefined,
    };
    const run = runOf(`jr_${randomBytes(32).toString("hex")}`, job, request, new Date());
    runs.unshift(run);
    this.runner.start(run, calls);
    return jsonAnswer({ JobRunId: run.id });
  }

  private get(body: Body, calls: InternalCalls): EdgeResponse {
    const [name, id] = [textOf(body["JobName"]), textOf(body["RunId"])];
    const run = this.runsOf(calls.place, name).find((one) => one.id === id);
    if (run === undefined) return jsonError(400, "EntityNotFoundException", `Job run not found: ${name}, ${id}`);
    return jsonAnswer({ JobRun: described(run, new Date()) });
  }

  private list(body: Body, calls: InternalCalls): EdgeResponse {
    const runs = this.runsOf(calls.place, textOf(body["JobName"]));
    const first = Number(textOf(body["NextToken"]) || "0");
    const { MaxResults: size } = body;
    const end = first + (typeof size === "number" ? size : PAGE);
    const now = new Date();
    return jsonAnswer({
      JobRuns: runs.slice(first, end).map((run) => described(run, now)),
      ...(end < runs.length ? { NextToken: String(end) } : {}),
    });
  }

  private stopRuns(body: Body, calls: InternalCalls): EdgeResponse {
    const name = textOf(body["JobName"]);
    const runs = this.runsOf(calls.place, name);
    const SuccessfulSubmissions: object[] = [];
    const Errors: object[] = [];
    for (const id of Array.isArray(body["JobRunIds"]) ? body["JobRunIds"].map(textOf) : []) {
      const run = runs.find((one) => one.id === id);
      if (run !== undefined && !isOver(run)) {
        this.runner.stop(run);
        SuccessfulSubmissions.push({ JobName: name, JobRunId: id });
        continue;
      }
      const ErrorDetail =
        run === undefined
          ? { ErrorCode: "EntityNotFoundException", ErrorMessage: `Job run not found: ${id}` }
          : { ErrorCode: "JobRunInTerminalStateException", ErrorMessage: `Job run is ${run.state}: ${id}` };
      Errors.push({ JobName: name, JobRunId: id, ErrorDetail });
    }
    return jsonAnswer({ SuccessfulSubmissions, Errors });
  }

  private runsOf({ account, region }: Place, job: string): JobRun[] {
    const key = `${account}/${region}/${job}`;
    const runs = this.runs.get(key) ?? [];
    this.runs.set(key, runs);
    return runs;
  }
}

async function jobNamed(name: string, calls: InternalCalls): Promise<Job | undefined> {
  try {
    return (await calls.json<{ Job: Job }>("glue", "AWSGlue.GetJob", { JobName: name })).Job;
  } catch (error) {
    if (error instanceof InternalCallError && error.status === 400) return undefined;
    throw error;
  }
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, text]) => [name, String(text)]));
}
