import type { JobDetail } from "@aws-sdk/client-batch";
import { groupsOf } from "../../aws/in-turns";
import { PER_CALL } from "../../aws/batch/limits";
import { queueIn } from "../../aws/batch/queues";
import { mapped, type Seen, there, UNSEEN, valueOf } from "../seen";
import { nameOf } from "../text";
import type { Work } from "./gather-job";
import type { ConsumableFact, JobFacts } from "./job-facts";

/** More than these are not asked for. */
const MOST_CONSUMABLES = 2;

/** The queue of the job, what it runs on, its first jobs and their policy: 3 to 6 calls. */
export async function withQueue(work: Work, facts: JobFacts): Promise<JobFacts> {
  const { services, looks } = work;
  const { batch } = services;
  const jobQueue = facts.job.jobQueue ?? "";
  const queues = looks.at({ what: "job queue", needs: "batch:DescribeJobQueues" }, () =>
    batch.call("DescribeJobQueues", { jobQueues: [jobQueue] }),
  );
  const snapshot = looks.at({ what: "front of the queue", needs: "batch:GetJobQueueSnapshot" }, () =>
    batch.call("GetJobQueueSnapshot", { jobQueue }),
  );
  const consumables = consumablesOf(work, facts.job);
  const asked = await queues;
  const found = valueOf(asked)?.jobQueues ?? [];
  const detail = queueIn(found, jobQueue);
  const queue = asked.kind !== "there" ? asked : detail === undefined ? ({ kind: "absent" } as const) : there(detail);
  const order = [...(detail?.computeEnvironmentOrder ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const names = order.flatMap(({ computeEnvironment }) => computeEnvironment ?? []);
  const policyArn = detail?.schedulingPolicyArn;
  const [environments, policy] = await Promise.all([
    names.length === 0
      ? UNSEEN
      : looks.at({ what: "compute environments", needs: "batch:DescribeComputeEnvironments" }, () =>
          batch.call("DescribeComputeEnvironments", { computeEnvironments: names }),
        ),
    policyArn === undefined
      ? UNSEEN
      : looks.at({ what: "scheduling policy", needs: "batch:DescribeSchedulingPolicies" }, () =>
          batch.call("DescribeSchedulingPolicies", { arns: [policyArn] }),
        ),
  ]);
  const inOrder = mapped(environments, ({ computeEnvironments = [] }) =>
    names.flatMap((name) => {
      const isMeant = (one: { computeEnvironmentArn?: string; computeEnvironmentName?: string }) =>
        one.computeEnvironmentArn === name || one.computeEnvironmentName === name;
      return computeEnvironments.find(isMeant) ?? [];
    }),
  );
  const policies = valueOf(policy)?.schedulingPolicies ?? [];
  return {
    ...facts,
    queue,
    environments: inOrder,
    snapshot: await snapshot,
    policy: policies[0] === undefined ? UNSEEN : there(policies[0]),
    consumables: await consumables,
  };
}

function consumablesOf({ services, looks }: Work, job: JobDetail): Promise<ConsumableFact[]> {
  const needs = job.consumableResourceProperties?.consumableResourceList ?? [];
  const asked = needs.slice(0, MOST_CONSUMABLES).map(async ({ consumableResource = "", quantity = 0 }) => {
    const look = {
      what: `consumable resource ${consumableResource}`,
      needs: "batch:DescribeConsumableResource",
      // The API has no error of its own for it.
      absent: ["ClientException"],
    };
    const seen = await looks.at(look, () => services.batch.call("DescribeConsumableResource", { consumableResource }));
    return { resource: consumableResource, quantity, seen };
  });
  return Promise.all(asked);
}

/** The jobs in its way, and how long such jobs take: 3 calls. */
export async function withOthers(work: Work, facts: JobFacts): Promise<JobFacts> {
  const { services, looks } = work;
  const { batch } = services;
  const { job } = facts;
  const jobQueue = job.jobQueue ?? "";
  const list = { what: "jobs of the queue", needs: "batch:ListJobs" };
  // By its name: so all revisions of it are found (AWS Batch API Reference, ListJobs, filters, JOB_DEFINITION).
  const values = [nameOf(job.jobDefinition).split(":")[0] ?? ""];
  const [running, past] = await Promise.all([
    looks.at(list, () => batch.call("ListJobs", { jobQueue, jobStatus: "RUNNING", maxResults: PER_CALL.described })),
    looks.at(list, () => batch.call("ListJobs", { jobQueue, filters: [{ name: "JOB_DEFINITION", values }] })),
  ]);
  const front = (valueOf(facts.snapshot)?.frontOfQueue?.jobs ?? []).map(({ jobArn = "" }) => jobArn.split("/").at(-1));
  const mine = front.indexOf(job.jobId);
  const before = front.slice(0, mine < 0 ? front.length : mine).flatMap((id) => id ?? []);
  const runningIds = (valueOf(running)?.jobSummaryList ?? []).flatMap(({ jobId }) => jobId ?? []);
  const [ids = []] = groupsOf([...before, ...runningIds], PER_CALL.described);
  const described: Seen<JobDetail[]> =
    ids.length === 0
      ? there([])
      : mapped(
          await looks.at({ what: "jobs before it", needs: "batch:DescribeJobs" }, () =>
            batch.call("DescribeJobs", { jobs: ids }),
          ),
          ({ jobs = [] }) => jobs,
        );
  const inOrder = (wanted: readonly string[], jobs: readonly JobDetail[]) =>
    wanted.flatMap((id) => jobs.find(({ jobId }) => jobId === id) ?? []);
  return {
    ...facts,
    others: mapped(described, (jobs) => ({ before: inOrder(before, jobs), running: inOrder(runningIds, jobs) })),
    past: mapped(past, ({ jobSummaryList = [] }) => jobSummaryList.filter(({ status }) => status === "SUCCEEDED")),
  };
}
