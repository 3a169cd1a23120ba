/** Training jobs that somebody makes in SageMaker itself: moto keeps them, and what their role may not do makes them fail. */
import type { Place } from "../../../aws/place";
import { Callers } from "../../batch/plumbing/caller";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import { jsonAnswer, jsonBody, jsonError, jsonIn, objectOf, textOf } from "../../edge/messages";
import type { ExecutionRoles } from "./execution-role";
import { trainingWork } from "./work";

type Body = Readonly<Record<string, unknown>>;

export class TrainingRoles implements ServiceHandler {
  private readonly callers = new Callers();
  /** `account/region/name` of a job that has failed -> why. */
  private readonly failures = new Map<string, string>();

  constructor(private readonly roles: Pick<ExecutionRoles, "outcomeOf">) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    switch (request.operation) {
      case "CreateTrainingJob":
        return this.create(request, forward);
      case "DescribeTrainingJob": {
        const failed = await this.failed(request, forward);
        return changed(await forward(request), failed);
      }
      case "ListTrainingJobs": {
        const failed = await this.failed(request, forward);
        return changed(await forward(request), ({ TrainingJobSummaries: jobs, ...rest }) => ({
          ...rest,
          TrainingJobSummaries: Array.isArray(jobs) ? jobs.map((job) => failed(objectOf(job))) : jobs,
        }));
      }
      default:
        return forward(request);
    }
  }

  reset(): void {
    this.callers.reset();
    this.failures.clear();
  }

  private async create(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const body = jsonBody(request);
    const name = textOf(body["TrainingJobName"]);
    const place = await this.callers.placeOf(request, forward);
    const { refusal, failure } = await this.roles.outcomeOf(place, trainingWork(body, name));
    if (refusal !== undefined) return jsonError(400, "ValidationException", refusal);
    const answer = await forward(request);
    if (answer.status === 200 && failure !== undefined) this.failures.set(keyOf(place, name), failure);
    return answer;
  }

  /** What becomes of a job as moto tells of it. */
  private async failed(request: EdgeRequest, forward: Forward): Promise<(job: Body) => Body> {
    const place = await this.callers.placeOf(request, forward);
    return (job) => {
      const FailureReason = this.failures.get(keyOf(place, textOf(job["TrainingJobName"])));
      if (FailureReason === undefined) return job;
      const status = {
        TrainingJobStatus: "Failed",
        ...("SecondaryStatus" in job ? { SecondaryStatus: "Failed" } : {}),
      };
      // A summary has no reason.
      return { ...job, ...status, ...("RoleArn" in job ? { FailureReason } : {}) };
    };
  }
}

function changed(answer: EdgeResponse, change: (body: Body) => Body): EdgeResponse {
  return answer.status === 200 ? jsonAnswer(change(jsonIn(answer.body))) : answer;
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account}/${region}/${name}`;
}
