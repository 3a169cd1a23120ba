import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { logLocationsOf } from "../jobs/engine/logs";
import { targetOf } from "./capacity";
import { type Diagnosis, diagnosisOf } from "./diagnosis";
import { findingsOf, isBad, type NamedFinding, withoutEcho } from "./finding";
import { jobFacts, type Work } from "./facts/gather-job";
import { withOthers, withQueue } from "./facts/gather-queue";
import { withAccount, withContainer, withMachines } from "./facts/gather-start";
import type { JobFacts } from "./facts/job-facts";
import { COURSE_RULES } from "./rules/course";
import { FAILURE_RULES } from "./rules/failed";
import { DEPENDENCY_RULES, QUEUE_RULES } from "./rules/queue";
import { blocked } from "./rules/queue/blocked";
import { ACCOUNT_RULES, CONTAINER_RULES, MACHINE_RULES } from "./rules/start";
import { mapped, valueOf } from "./seen";

const LOG_LINES = 10;

/**
 * Why a container job stands as it does. What is looked at depends on what has been found: what only the network could explain
 * is not looked for while another job of the queue runs.
 *
 * @throws UnknownJobError, AwsCallError
 */
export async function diagnoseJob(work: Work, id: string): Promise<Diagnosis> {
  const facts = await jobFacts(work, id);
  const { jobName = "", jobId = "", status = "" } = facts.parent ?? facts.job;
  const findings = await findingsFor(work, facts);
  return diagnosisOf(`job ${jobName} (${jobId})`, status, findings, work.looks);
}

async function findingsFor(work: Work, facts: JobFacts): Promise<NamedFinding[]> {
  switch (facts.job.status) {
    case "FAILED":
      return failed(work, facts);
    case "SUBMITTED":
    case "PENDING":
    case "RUNNABLE":
      return waiting(work, facts);
    case "STARTING":
      return [
        ...findingsOf(COURSE_RULES, facts),
        ...findingsOf(CONTAINER_RULES, await withContainer(work, facts, undefined)),
      ];
    default:
      return findingsOf(COURSE_RULES, facts);
  }
}

async function waiting(work: Work, bare: JobFacts): Promise<NamedFinding[]> {
  const ofJob = findingsOf(DEPENDENCY_RULES, bare);
  if (ofJob.some(isBad)) return ofJob;
  const facts = await withQueue(work, bare);
  const ofQueue = [...ofJob, ...withoutEcho(findingsOf(QUEUE_RULES, facts), blocked.name)];
  if (ofQueue.some(isBad)) return ofQueue;
  const environment = targetOf(facts);
  const rest =
    environment !== undefined && isSuspicious(facts)
      ? await machines(work, facts, environment)
      : await turn(work, facts, environment);
  return [...ofQueue, ...rest];
}

/** It is the next job, and nothing of its queue runs: perhaps no machine comes. */
function isSuspicious({ snapshot, job }: JobFacts): boolean {
  const { frontOfQueue, queueUtilization } = valueOf(snapshot) ?? {};
  const isNext = frontOfQueue?.jobs?.[0]?.jobArn === job.jobArn;
  return isNext && (queueUtilization?.totalCapacityUsage ?? []).every(({ quantity = 0 }) => quantity === 0);
}

async function machines(work: Work, bare: JobFacts, environment: ComputeEnvironmentDetail): Promise<NamedFinding[]> {
  const facts = await withMachines(work, bare, environment);
  const found = findingsOf(MACHINE_RULES, facts);
  if (found.some(isBad)) return found;
  const withStart = await withContainer(work, facts, environment);
  const ofContainer = [...found, ...findingsOf(CONTAINER_RULES, withStart)];
  if (ofContainer.some(isBad)) return ofContainer;
  const whole = await withAccount(work, withStart, environment);
  return [...ofContainer, ...findingsOf(ACCOUNT_RULES, whole), ...findingsOf(COURSE_RULES, whole)];
}

async function turn(
  work: Work,
  bare: JobFacts,
  environment: ComputeEnvironmentDetail | undefined,
): Promise<NamedFinding[]> {
  const facts = bare.job.status === "RUNNABLE" ? await withOthers(work, bare) : bare;
  const whole = await withContainer(work, facts, environment);
  return [...findingsOf(CONTAINER_RULES, whole), ...findingsOf(COURSE_RULES, whole)];
}

async function failed(work: Work, bare: JobFacts): Promise<NamedFinding[]> {
  const ofJob = findingsOf(DEPENDENCY_RULES, bare);
  if (ofJob.some(isBad)) return ofJob;
  const facts = await withLines(work, bare);
  const [first] = findingsOf(FAILURE_RULES, facts);
  const why = first === undefined ? [] : [first];
  const ofArray = findingsOf(COURSE_RULES, facts);
  const isOfStart = facts.job.attempts?.at(-1)?.container?.exitCode === undefined;
  if (!isOfStart || !STARTS.has(first?.rule ?? "")) return [...why, ...ofArray];
  const whole = await withContainer(work, facts, undefined);
  return [...why, ...findingsOf(CONTAINER_RULES, whole), ...ofArray];
}

/** Failures before the container ran, which what there is now may explain. */
const STARTS: ReadonlySet<string> = new Set([
  "pull-not-found",
  "pull-denied",
  "secret-unread",
  "log-refused",
  "registry-unreached",
  "role-refused",
  "not-started",
]);

async function withLines({ services, looks }: Work, facts: JobFacts): Promise<JobFacts> {
  const place = logLocationsOf(facts.job).at(-1);
  if (place === undefined) return facts;
  const look = { what: "log", needs: "logs:GetLogEvents", absent: ["ResourceNotFoundException"] };
  const request = { logGroupName: place.group, logStreamName: place.stream, limit: LOG_LINES };
  const answer = await looks.at(look, () => services.logs.call("GetLogEvents", request));
  return { ...facts, lines: mapped(answer, ({ events = [] }) => events.map(({ message = "" }) => message.trimEnd())) };
}
