/** The runs of Glue jobs: moto only counts them, here the scripts run. Jobs themselves are moto's. */
import { Callers } from "../batch/plumbing/caller";
import { InternalCalls } from "../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { jsonAnswer, jsonBody, textOf } from "../edge/messages";
import { described, isOver } from "./job";
import { answered, notFound } from "./refusal";
import type { RunService } from "./run-service";

type Body = Readonly<Record<string, unknown>>;
/** What an operation answers; it throws GlueRefusal. */
type Operation = (body: Body, calls: InternalCalls) => Promise<EdgeResponse> | EdgeResponse;

const PAGE = 200;

export class JobRuns implements ServiceHandler {
  private readonly callers = new Callers();

  private readonly operations: Readonly<Record<string, Operation>> = {
    StartJobRun: (body, calls) => this.start(body, calls),
    GetJobRun: (body, calls) => this.get(body, calls),
    GetJobRuns: (body, calls) => this.list(body, calls),
    BatchStopJobRun: (body, calls) => this.stopRuns(body, calls),
  };

  constructor(private readonly runs: RunService) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    if (request.operation === "DeleteJob") return this.deleteJob(request, forward);
    const operation = this.operations[request.operation];
    if (operation === undefined) return forward(request);
    const calls = new InternalCalls(forward, await this.callers.placeOf(request, forward));
    return answered(() => operation(jsonBody(request), calls));
  }

  reset(): void {
    this.runs.reset();
    this.callers.reset();
  }

  stop(): Promise<void> {
    return this.runs.stopAll();
  }

  private async start(body: Body, calls: InternalCalls): Promise<EdgeResponse> {
    return jsonAnswer({ JobRunId: (await this.runs.start(textOf(body["JobName"]), body, calls)).id });
  }

  private get(body: Body, { place }: InternalCalls): EdgeResponse {
    const [name, id] = [textOf(body["JobName"]), textOf(body["RunId"])];
    const run = this.runs.find(place, name, id);
    if (run === undefined) throw notFound(`Job run not found: ${name}, ${id}`);
    return jsonAnswer({ JobRun: described(run, new Date()) });
  }

  private async list(body: Body, calls: InternalCalls): Promise<EdgeResponse> {
    const name = textOf(body["JobName"]);
    // EntityNotFoundException of a job that is not there is moto's.
    const job = await calls.jsonAnswer("glue", "AWSGlue.GetJob", { JobName: name });
    if (job.status !== 200) return job;
    const runs = this.runs.of(calls.place, name);
    const first = Number(textOf(body["NextToken"]) || "0");
    const { MaxResults: size } = body;
    const end = first + (typeof size === "number" ? size : PAGE);
    const now = new Date();
    return jsonAnswer({
      JobRuns: runs.slice(first, end).map((run) => described(run, now)),
      ...(end < runs.length ? { NextToken: String(end) } : {}),
    });
  }

  private stopRuns(body: Body, { place }: InternalCalls): EdgeResponse {
    const name = textOf(body["JobName"]);
    const SuccessfulSubmissions: object[] = [];
    const Errors: object[] = [];
    for (const id of Array.isArray(body["JobRunIds"]) ? body["JobRunIds"].map(textOf) : []) {
      const run = this.runs.find(place, name, id);
      if (run !== undefined && !isOver(run)) {
        this.runs.stop(run);
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

  private async deleteJob(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const answer = await forward(request);
    const place = await this.callers.placeOf(request, forward);
    if (answer.status === 200) this.runs.forget(place, textOf(jsonBody(request)["JobName"]));
    return answer;
  }
}
