import type { JobDetail, JobStatus } from "@aws-sdk/client-batch";
import { partsOfBatchArn } from "../../aws/batch/arns";
import { type Place, placeIn } from "../../aws/place";
import type { Declared } from "../declared";
import { UnknownJobError } from "../errors";
import type { Looks } from "../looks";
import { there } from "../seen";
import type { Services } from "../services";
import { type JobFacts, NO_JOB_FACTS } from "./job-facts";
import { NO_START_FACTS } from "./start-facts";

/** What a diagnosis works with. */
export interface Work {
  readonly services: Pick<Services, "batch" | "ec2" | "ecr" | "iam" | "logs" | "secrets" | "ssm" | "quotas">;
  readonly looks: Looks;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly declared: Declared;
}

/**
 * The job, the part of it that tells most, and what it depends on: 3 calls at most.
 *
 * @throws UnknownJobError, AwsCallError
 */
export async function jobFacts(work: Work, id: string): Promise<JobFacts> {
  const { services, looks, now, declared } = work;
  const [asked] = await describe(work, [id]);
  if (asked === undefined) throw new UnknownJobError(id, "container");
  const part = await partOf(work, asked);
  const job = part ?? asked;
  const facts: JobFacts = {
    now,
    job,
    ...(part === undefined ? {} : { parent: asked }),
    place: placeOf(job.jobArn),
    declared,
    ...NO_JOB_FACTS,
    start: NO_START_FACTS,
  };
  const needed = (asked.dependsOn ?? []).flatMap(({ jobId }) => jobId ?? []);
  const isWaiting = ["SUBMITTED", "PENDING", "FAILED"].includes(job.status ?? "");
  if (needed.length === 0 || !isWaiting) return facts;
  const look = { what: "jobs that it depends on", needs: "batch:DescribeJobs" };
  const dependencies = await looks.at(look, () => services.batch.call("DescribeJobs", { jobs: needed }));
  return dependencies.kind === "there"
    ? { ...facts, dependencies: there(dependencies.value.jobs ?? []) }
    : { ...facts, dependencies };
}

async function describe({ services, looks }: Work, jobs: string[]): Promise<JobDetail[]> {
  return (await looks.must(() => services.batch.call("DescribeJobs", { jobs }))).jobs ?? [];
}

/** Of an array the child, of a job of several nodes the main node, that tells why the whole stands as it does. */
async function partOf(work: Work, whole: JobDetail): Promise<JobDetail | undefined> {
  const { jobId = "", arrayProperties, nodeProperties, status } = whole;
  if (nodeProperties !== undefined && status === "FAILED") {
    const [node] = await describe(work, [`${jobId}#${nodeProperties.mainNode ?? 0}`]);
    return node;
  }
  const { statusSummary, size } = arrayProperties ?? {};
  if (size === undefined) return undefined;
  const telling = tellingStatus(status, statusSummary ?? {});
  if (telling === undefined) return undefined;
  const request = { arrayJobId: jobId, jobStatus: telling, maxResults: 1 };
  const found = await work.looks.must(() => work.services.batch.call("ListJobs", request));
  const id = found.jobSummaryList?.[0]?.jobId;
  if (id === undefined) return undefined;
  const [child] = await describe(work, [id]);
  return child;
}

/** The status of the children that hold an array up, or have made it fail. */
function tellingStatus(status: JobStatus | undefined, counts: Partial<Record<string, number>>): JobStatus | undefined {
  const has = (one: JobStatus) => (counts[one] ?? 0) > 0;
  if (status === "FAILED") return has("FAILED") ? "FAILED" : undefined;
  if (status === "SUCCEEDED") return undefined;
  if (has("RUNNING") || has("STARTING")) return has("FAILED") ? "FAILED" : has("RUNNABLE") ? "RUNNABLE" : undefined;
  return (["RUNNABLE", "FAILED"] as const).find(has);
}

function placeOf(jobArn: string | undefined): Place {
  const { region, account } = partsOfBatchArn(jobArn ?? "") ?? { region: "", account: "" };
  return placeIn(region, account);
}
