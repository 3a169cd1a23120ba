/** The training jobs that Batch runs; all others are moto's. Lists and searches show both. */
import { Callers } from "../batch/plumbing/caller";
import type { Call } from "../batch/plumbing/operation";
import type { BatchService } from "../batch/plumbing/service";
import { stopTraining } from "../batch/jobs/service/lifecycle";
import type { TrainingJob } from "../batch/jobs/service/training-job";
import { InternalCalls } from "../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { jsonAnswer, jsonBody, jsonError, objectOf, textOf } from "../edge/messages";
import { compared, hasUnknownWord, isBeyondMoto, listFault, pageOf, type Summary } from "./listing";
import { satisfies, unknownProperty } from "./search";
import { described, primaryOf, summaryOf } from "./training-job-detail";
import { addTags, deleteTags, listTags } from "./training-tags";

type Body = Readonly<Record<string, unknown>>;
type OfOne = (training: TrainingJob, body: Body, call: Call) => EdgeResponse;

const OF_ONE: Readonly<Record<string, OfOne>> = {
  DescribeTrainingJob: (training) => jsonAnswer(described(training)),
  StopTrainingJob: (training, _body, call) => stopped(call, training),
  AddTags: addTags,
  ListTags: listTags,
  DeleteTags: deleteTags,
};

export class TrainingJobs implements ServiceHandler {
  private readonly callers = new Callers();

  constructor(private readonly batch: BatchService) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const { operation } = request;
    const ofOne = OF_ONE[operation];
    const isList = operation === "ListTrainingJobs" || operation === "Search";
    if (ofOne === undefined && !isList) return forward(request);
    const place = await this.callers.placeOf(request, forward);
    const call = this.batch.call(place);
    const body = jsonBody(request);
    if (ofOne !== undefined) {
      const training = trainingIn(call, body);
      return training === undefined ? forward(request) : ofOne(training, body, call);
    }
    const own = call.state.serviceJobs.allTrainingJobs();
    const calls = new InternalCalls(forward, place);
    if (operation === "Search") {
      return own.length === 0 || body["Resource"] !== "TrainingJob" ? forward(request) : search(own, body, calls);
    }
    const fault = listFault("Training", body);
    if (fault !== undefined) return jsonError(400, "ValidationException", fault);
    // Without jobs of Batch it is moto's, as far as moto can; and words that are none are moto's to refuse.
    const isMotos = own.length === 0 && !isBeyondMoto(body);
    return isMotos || hasUnknownWord(body) ? forward(request) : list(own, body, calls);
  }

  reset(): void {
    this.callers.reset();
  }
}

/** The job of Batch that a request names, or whose ARN it has. */
function trainingIn({ state }: Call, body: Body): TrainingJob | undefined {
  const arn = textOf(body["ResourceArn"]);
  const training = state.serviceJobs.trainingJob(textOf(body["TrainingJobName"]) || arn.slice(arn.indexOf("/") + 1));
  return arn === "" || training?.arn === arn ? training : undefined;
}

function stopped(call: Call, training: TrainingJob): EdgeResponse {
  const job = call.state.serviceJobs.get(training.serviceJobId);
  if (training.endedAt !== undefined || job === undefined) {
    const text = `The request was rejected because the training job is in status ${primaryOf(training)}.`;
    return jsonError(400, "ValidationException", text);
  }
  stopTraining(call, job, training);
  return jsonAnswer({});
}

async function list(own: readonly TrainingJob[], body: Body, calls: InternalCalls): Promise<EdgeResponse> {
  const { TrainingJobSummaries: others } = await calls.json<{ TrainingJobSummaries: Summary[] }>(
    "sagemaker",
    "SageMaker.ListTrainingJobs",
    {},
  );
  // No job has a warm pool or a training plan here.
  const isOfNone = body["WarmPoolStatusEquals"] !== undefined || body["TrainingPlanArnEquals"] !== undefined;
  const page = pageOf("Training", isOfNone ? [] : [...others, ...own.map(summaryOf)], body);
  if (page === undefined) return jsonError(400, "ValidationException", "Invalid pagination token.");
  return jsonAnswer({ TrainingJobSummaries: page.items, NextToken: page.nextToken });
}

async function search(own: readonly TrainingJob[], body: Body, calls: InternalCalls): Promise<EdgeResponse> {
  const expression = objectOf(body["SearchExpression"]);
  const unknown = unknownProperty(expression);
  if (unknown !== undefined) return jsonError(400, "ValidationException", `Unknown property name: ${unknown}`);
  const { Results: others } = await calls.json<{ Results: { TrainingJob: Body }[] }>("sagemaker", "SageMaker.Search", {
    Resource: "TrainingJob",
  });
  const jobs = [
    ...others.map(({ TrainingJob: job }) => job),
    ...own.map((training) => ({ ...described(training), Tags: training.tags })),
  ].filter((job) => satisfies(expression, job));
  // "The default is LastModifiedTime", and "Descending".
  const member = textOf(body["SortBy"]) || "LastModifiedTime";
  const sign = body["SortOrder"] === "Ascending" ? 1 : -1;
  jobs.sort((one, other) => sign * compared(Reflect.get(one, member), Reflect.get(other, member)));
  const first = Number(textOf(body["NextToken"]) || "0");
  const { MaxResults: most = 100 } = body;
  const end = first + Number(most);
  return jsonAnswer({
    Results: jobs.slice(first, end).map((job) => ({ TrainingJob: job })),
    NextToken: end < jobs.length ? String(end) : undefined,
  });
}
