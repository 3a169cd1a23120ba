import type { SubmitServiceJobResponse, SubmitServiceJobRequest } from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { batchArn } from "../../../../aws/batch/arns";
import { ClientException, TooManyRequestsException } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import { requirePriority } from "../../rules/job-definition";
import { requireJobName, requirePayloadSize, requireShareIdentifier } from "../../rules/job-submission";
import {
  requireClientToken,
  requireNotNegative,
  requireQuotaShare,
  requireRoomForServiceShare,
  requireServiceJobQueue,
  requireServicePayload,
  requireServiceRetryStrategy,
} from "../../rules/service-job-submission";
import { requireTags } from "../../rules/tags";
import { begin } from "./lifecycle";
import { demandOf, refusalOf, trainingRequestOf } from "./payload";
import type { ServiceJob } from "./service-job";
import { requireSimulation, settingsIn } from "./simulation";

type Submission = Checked<SubmitServiceJobRequest>;

export function submitServiceJob(call: Call, input: Submission): SubmitServiceJobResponse {
  const { serviceJobs, serviceJobRate } = call.state;
  if (!serviceJobRate.take(call.now, call.settings.rates.submitServiceJob)) throw new TooManyRequestsException();
  requirePayloadSize(input);
  requireJobName(input.jobName);
  requireClientToken(input.clientToken);
  // The members come in the order of the shape, whatever the order of the request.
  const request = input.clientToken === undefined ? undefined : JSON.stringify(input);
  requireNew(request === undefined ? undefined : serviceJobs.madeBy(request));
  const job = jobOf(call, input);
  serviceJobs.add(job, request);
  begin(call, job);
  return { jobArn: job.arn, jobName: job.name, jobId: job.id };
}

/**
 * SubmitServiceJob, clientToken: of two requests with identical payloads and tokens "the second request is rejected". With
 * which words and code is not documented.
 */
function requireNew(job: ServiceJob | undefined): void {
  if (job === undefined) return;
  throw new ClientException(`The same request with the same clientToken was submitted before, as ${job.id}.`, 409);
}

function jobOf(call: Call, input: Submission): ServiceJob {
  const { queue, environment } = requireServiceJobQueue(call, input.jobQueue);
  requireQuotaShare(call, queue, input.quotaShareName);
  requireShareIdentifier(call, queue, input.shareIdentifier);
  requireRoomForServiceShare(call, queue, input.shareIdentifier);
  requirePriority(input.schedulingPriority);
  const retryStrategy = input.retryStrategy && requireServiceRetryStrategy(input.retryStrategy);
  const { preemptionConfiguration, timeoutConfig } = input;
  const { preemptionRetriesBeforeTermination } = preemptionConfiguration ?? {};
  requireNotNegative("preemptionRetriesBeforeTermination", preemptionRetriesBeforeTermination, 0);
  requireNotNegative("attemptDurationSeconds", timeoutConfig?.attemptDurationSeconds, 1);
  requireTags(input.tags ?? {});
  requireServicePayload(input.serviceRequestPayload);
  const request = trainingRequestOf(input.serviceRequestPayload);
  const demand = demandOf(request);
  const own = settingsIn(request);
  const simulation = { ...own, ...call.simulations.ofTraining(input.jobName, own) };
  requireSimulation(simulation);
  const id = call.newId();
  return {
    id,
    arn: batchArn(call.state.place, `service-job/${id}`),
    name: input.jobName,
    number: call.state.serviceJobs.nextNumber,
    queueArn: queue.arn,
    environmentArn: environment.arn,
    shareIdentifier: input.shareIdentifier,
    quotaShareName: input.quotaShareName,
    payload: input.serviceRequestPayload,
    request,
    refusal: refusalOf(input.serviceRequestPayload),
    simulation,
    demand,
    retryStrategy,
    timeout: timeoutConfig,
    preemption: preemptionConfiguration,
    createdAt: call.now,
    tags: input.tags ?? {},
    schedulingPriority: input.schedulingPriority,
    status: "SUBMITTED",
    statusReason: undefined,
    scheduledAt: undefined,
    startedAt: undefined,
    stoppedAt: undefined,
    isTerminated: false,
    training: undefined,
    run: undefined,
    attempts: [],
    preempted: [],
    preemptions: 0,
    outcomes: 0,
  };
}
