/**
 * Processing jobs of SageMaker take a while and then end; moto's are over at once. What a job is, moto keeps.
 *
 * Nothing runs: environment variables of the job say how it goes, as for the container jobs of Batch.
 */
import { Callers } from "../batch/plumbing/caller";
import type { Place } from "../../aws/place";
import { DURATION_VARIABLE, EXIT_CODE_VARIABLE } from "../batch/jobs/container/simulation";
import type { Clock } from "../clock";
import { systemClock } from "../clock";
import { InternalCalls } from "../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { jsonAnswer, jsonBody, jsonError, objectOf, textOf } from "../edge/messages";
import type { ExecutionRoles } from "./role/execution-role";
import { processingWork } from "./role/work";
import { hasUnknownWord, isBeyondMoto, listFault, pageOf } from "./listing";

type Body = Readonly<Record<string, unknown>>;

/** How long a job takes that does not say. */
const USUAL_SECONDS = 1;

interface Course {
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  readonly exitCode: number;
  /** What its role may not do. */
  readonly failure: string | undefined;
  stoppedAt: number | undefined;
}

export class ProcessingJobs implements ServiceHandler {
  private readonly callers = new Callers();
  /** `account/region/name` */
  private readonly courses = new Map<string, Course>();

  constructor(
    private readonly roles: Pick<ExecutionRoles, "outcomeOf">,
    private readonly clock: Clock = systemClock,
  ) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    switch (request.operation) {
      case "CreateProcessingJob":
        return this.create(request, forward, await this.callers.placeOf(request, forward));
      case "DescribeProcessingJob":
        return this.describe(request, forward, await this.callers.placeOf(request, forward));
      case "ListProcessingJobs":
        return this.list(request, forward, await this.callers.placeOf(request, forward));
      case "StopProcessingJob":
        return this.stopJob(request, await this.callers.placeOf(request, forward));
      default:
        return forward(request);
    }
  }

  reset(): void {
    this.callers.reset();
    this.courses.clear();
  }

  private async create(request: EdgeRequest, forward: Forward, place: Place): Promise<EdgeResponse> {
    const body = jsonBody(request);
    const name = textOf(body["ProcessingJobName"]);
    if (this.courses.has(keyOf(place, name))) {
      return jsonError(400, "ResourceInUse", `Job name must be unique within an AWS account and region: ${name}`);
    }
    const environment = objectOf(body["Environment"]);
    const seconds = environment[DURATION_VARIABLE] ?? String(USUAL_SECONDS);
    const exitCode = environment[EXIT_CODE_VARIABLE] ?? "0";
    if (!isNumber(seconds) || !isNumber(exitCode)) {
      const text = `The embedded AWS cannot simulate ${DURATION_VARIABLE}=${seconds}, ${EXIT_CODE_VARIABLE}=${exitCode}.`;
      return jsonError(400, "ValidationException", text);
    }
    const { refusal, failure } = await this.roles.outcomeOf(place, processingWork(body));
    if (refusal !== undefined) return jsonError(400, "ValidationException", refusal);
    const answer = await forward(request);
    if (answer.status !== 200) return answer;
    const endsAt = this.clock.now() + Number(seconds) * 1000;
    this.courses.set(keyOf(place, name), { endsAt, exitCode: Number(exitCode), failure, stoppedAt: undefined });
    return answer;
  }

  private async describe(request: EdgeRequest, forward: Forward, place: Place): Promise<EdgeResponse> {
    const answer = await forward(request);
    const course = this.courses.get(keyOf(place, textOf(jsonBody(request)["ProcessingJobName"])));
    if (answer.status !== 200 || course === undefined) return answer;
    return jsonAnswer({ ...objectIn(answer), ...this.stateOf(course) });
  }

  /** Where moto cannot, all jobs are read and listed here; a filter by status would be one by moto's status. */
  private async list(request: EdgeRequest, forward: Forward, place: Place): Promise<EdgeResponse> {
    const body = jsonBody(request);
    const fault = listFault("Processing", body);
    if (fault !== undefined) return jsonError(400, "ValidationException", fault);
    // Moto refuses words that are none.
    if (hasUnknownWord(body) || !(isBeyondMoto(body) || body["StatusEquals"] !== undefined)) {
      const answer = await forward(request);
      if (answer.status !== 200) return answer;
      const { ProcessingJobSummaries, ...rest } = objectIn(answer);
      return jsonAnswer({ ...rest, ProcessingJobSummaries: this.shown(ProcessingJobSummaries, place) });
    }
    const all = await new InternalCalls(forward, place).json<Body>("sagemaker", "SageMaker.ListProcessingJobs", {});
    const page = pageOf("Processing", this.shown(all["ProcessingJobSummaries"], place), body);
    if (page === undefined) return jsonError(400, "ValidationException", "Invalid pagination token.");
    return jsonAnswer({ ProcessingJobSummaries: page.items, NextToken: page.nextToken });
  }

  private shown(summaries: unknown, place: Place): Body[] {
    return (Array.isArray(summaries) ? summaries : []).map((summary) => {
      const job = objectOf(summary);
      const course = this.courses.get(keyOf(place, textOf(job["ProcessingJobName"])));
      return course === undefined ? job : { ...job, ...this.stateOf(course) };
    });
  }

  private stopJob(request: EdgeRequest, place: Place): EdgeResponse {
    const name = textOf(jsonBody(request)["ProcessingJobName"]);
    const course = this.courses.get(keyOf(place, name));
    if (course === undefined)
      return jsonError(400, "ResourceNotFound", `Could not find requested job with name: ${name}`);
    const now = this.clock.now();
    if (course.stoppedAt !== undefined || now >= course.endsAt) {
      return jsonError(400, "ValidationException", `The request was rejected because the job ${name} is not running.`);
    }
    course.stoppedAt = now;
    return jsonAnswer({});
  }

  private stateOf({ endsAt, exitCode, failure, stoppedAt }: Course): object {
    if (stoppedAt !== undefined) return { ProcessingJobStatus: "Stopped", ProcessingEndTime: stoppedAt / 1000 };
    if (this.clock.now() < endsAt) return { ProcessingJobStatus: "InProgress", ProcessingEndTime: undefined };
    const ProcessingEndTime = endsAt / 1000;
    if (exitCode === 0 && failure === undefined) return { ProcessingJobStatus: "Completed", ProcessingEndTime };
    const FailureReason = failure ?? `AlgorithmError: , exit code: ${exitCode}`;
    return { ProcessingJobStatus: "Failed", ProcessingEndTime, FailureReason };
  }
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account}/${region}/${name}`;
}

function objectIn(answer: EdgeResponse): Readonly<Record<string, unknown>> {
  return objectOf(JSON.parse(answer.body.toString("utf8")));
}

function isNumber(text: unknown): text is string {
  return typeof text === "string" && /^\d+(\.\d+)?$/.test(text);
}
