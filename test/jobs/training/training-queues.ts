/**
 * The embedded Batch on a loopback port, with the queues that `environments/jenkins-pl.queues.ts` declares: for the commands
 * about training jobs, and for measurements.
 */
import { placeIn } from "../../../aws/place";
import queues from "../../../environments/jenkins-pl.queues";
import { BatchHandler } from "../../../emulator/batch/plumbing/http";
import { OPERATIONS } from "../../../emulator/batch/plumbing/operations";
import { BatchService, type BatchServiceOptions } from "../../../emulator/batch/plumbing/service";
import type { ServiceJob } from "../../../emulator/batch/jobs/service/service-job";
import type { Clock } from "../../../emulator/clock";
import { Faults, type FaultOptions } from "../../../emulator/edge/faults";
import { serve } from "../../emulator/batch/loopback";

/** Names of two of them. */
export const QUOTA = "jenkins-pl-g5-quota-shares";
export const FIFO = "jenkins-pl-c5-fifo";

const PLACE = placeIn("eu-west-1", "123456789012");
const AT_ONCE = { creating: 0, updating: 0, deleting: 0, submitted: 0, scheduled: 0, starting: 0, uploading: 0 };

/** A clock that runs so many times as fast as the time of day, from now on. */
export function fasterClock(times: number): Clock {
  const start = Date.now();
  return { now: () => Math.round(start + (Date.now() - start) * times) };
}

export interface TrainingQueuesOptions extends Pick<BatchServiceOptions, "clock" | "rates" | "timings"> {
  readonly faults?: FaultOptions;
}

/** @param options - by default all goes at once but for the training itself, which goes 50 times as fast */
export async function serveTrainingQueues({ faults, ...options }: TrainingQueuesOptions = {}) {
  const service = new BatchService({ clock: fasterClock(50), timings: AT_ONCE, ...options });
  declareQueues((operation, body) => OPERATIONS[operation]?.(service.call(PLACE), body));
  const handler = new BatchHandler(service);
  const loopback = await serve({ batch: handler }, faults === undefined ? undefined : new Faults(faults));
  return {
    endpoint: loopback.endpoint,
    /** Leads clients there. */
    variables: {
      AWS_ENDPOINT_URL: loopback.endpoint,
      AWS_REGION: PLACE.region,
      AWS_ACCESS_KEY_ID: PLACE.account,
      AWS_SECRET_ACCESS_KEY: "test",
    },
    statuses: loopback.statuses,
    /** All jobs, in the order of submission. */
    jobs: (): ServiceJob[] => {
      const { state, now } = service.call(PLACE);
      const all = state.jobQueues.all(now).flatMap(({ arn }) => state.serviceJobs.ofQueue(arn));
      return all.sort((one, other) => other.number - one.number);
    },
    close: async () => {
      await handler.stop();
      await loopback.close();
    },
  };
}

function declareQueues(create: (operation: string, body: object) => void): void {
  const requestsOf = (group: object = {}): object[] =>
    Object.entries(group).flatMap(([name, request]: [string, unknown]) =>
      name.endsWith("_CREATE_REQUEST") && typeof request === "object" && request !== null ? [request] : [],
    );
  for (const request of requestsOf(queues.ServiceEnvs)) create("CreateServiceEnvironment", request);
  for (const request of requestsOf(queues.SchedulingPolicies)) create("CreateSchedulingPolicy", request);
  for (const request of requestsOf(queues.TrainingJobQueues)) create("CreateJobQueue", withArn(request));
  for (const request of requestsOf(queues.QuotaShares)) create("CreateQuotaShare", request);
}

/** What a declaration names a policy by is its name; the API takes an ARN. */
function withArn(request: { readonly schedulingPolicyArn?: string }): object {
  const { schedulingPolicyArn: name } = request;
  if (name === undefined) return request;
  return {
    ...request,
    schedulingPolicyArn: `arn:aws:batch:${PLACE.region}:${PLACE.account}:scheduling-policy/${name}`,
  };
}
