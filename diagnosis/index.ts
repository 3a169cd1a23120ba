/** Why a job, a queue or a run does not go. */
import type { Connection } from "../aws/connection";
import type { Declared } from "./declared";
import { diagnoseJob as ofJob } from "./diagnose-job";
import { diagnoseQueue as ofQueue } from "./diagnose-queue";
import { diagnoseTraining as ofTraining } from "./diagnose-training";
import type { Diagnosis } from "./diagnosis";
import type { Work } from "./facts/gather-job";
import { Looks } from "./looks";
import { servicesOf } from "./services";

export { type Declared, declaredIn, nowhere } from "./declared";
export type { Diagnosis } from "./diagnosis";
export { type Finding, isBad, type NamedFinding, type Retry, type Verdict } from "./finding";
export { UnknownJobError } from "./errors";
export { MOST_CALLS } from "./looks";

export { diagnoseRun } from "./diagnose-run";

/** @throws UnknownJobError, AwsCallError */
export const diagnoseTraining = (connection: Connection, declared: Declared, id: string): Promise<Diagnosis> =>
  withWork(connection, declared, (work) => ofTraining(work, id));

/** @param queue name or ARN @throws UnknownQueueError, AwsCallError */
export const diagnoseQueue = (connection: Connection, declared: Declared, queue: string): Promise<Diagnosis> =>
  withWork(connection, declared, (work) => ofQueue(work, queue));

/** @throws UnknownJobError, AwsCallError */
export const diagnoseJob = (connection: Connection, declared: Declared, id: string): Promise<Diagnosis> =>
  withWork(connection, declared, (work) => ofJob(work, id));

async function withWork<T>(connection: Connection, declared: Declared, use: (work: Work) => Promise<T>): Promise<T> {
  const services = servicesOf(connection);
  try {
    return await use({ services, looks: new Looks(), now: Date.now(), declared });
  } finally {
    services.close();
  }
}
