/** The captures of docs/why.md are what the command prints in a terminal of 80 columns. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnosisLines } from "../cli/render/diagnosis-lines";
import { plainText } from "../cli/render/style";
import { type Diagnosis, diagnosisOf } from "../diagnosis/diagnosis";
import { findingsOf, type Rule } from "../diagnosis/finding";
import type { JobFacts } from "../diagnosis/facts/job-facts";
import { COURSE_RULES } from "../diagnosis/rules/course";
import { FAILURE_RULES } from "../diagnosis/rules/failed";
import { QUEUE_RULES } from "../diagnosis/rules/queue";
import { CONTAINER_RULES, MACHINE_RULES } from "../diagnosis/rules/start";
import { there } from "../diagnosis/seen";
import { factsOf, failedWith, jobOf, networkOf, NOW } from "./diagnosis/facts";

const page = readFileSync(join(__dirname, "../docs/why.md"), "utf8");

const ID = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";

function diagnosed(
  rules: readonly Rule<JobFacts>[],
  { job, ...others }: JobFacts,
  looks: { readonly notes: string[]; readonly calls: number } = { notes: [], calls: 0 },
): Diagnosis {
  const facts = { ...others, job: { ...job, jobId: ID } };
  return diagnosisOf(`job train-7 (${ID})`, job.status ?? "", findingsOf(rules, facts).slice(0, 1), looks);
}

const arn = "arn:aws:batch:eu-west-1:123456789012:compute-environment/gpu";
const compute = {
  computeEnvironmentName: "gpu",
  computeEnvironmentArn: arn,
  ecsClusterArn: "",
  type: "MANAGED" as const,
  state: "DISABLED" as const,
};
const MINUTE = 60_000;
const resources = { type: "EC2" as const, subnets: [], instanceTypes: ["m5.xlarge"], minvCpus: 0 };
const declared = (one: string | undefined) => (one === arn ? "config/compute.yaml:12" : undefined);
const routeTables = there([{ RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [] }]);
const exit = { container: { exitCode: 137, reason: "OutOfMemoryError: Container killed", memory: 2048 } };

/** A queue of 8 vCPUs, which others have. */
function behindOthers(): JobFacts {
  const [first, second] = ["2", "3"].map((id) =>
    jobOf({ jobId: id, jobName: `train-${id}`, shareIdentifier: "research" }),
  );
  const busy = { container: { vcpus: 4, memory: 1024 }, timeout: { attemptDurationSeconds: 7200 } };
  const runs = (jobName: string, minutes: number) =>
    jobOf({ ...busy, jobName, shareIdentifier: "churn", startedAt: NOW - minutes * MINUTE });
  const fairsharePolicy = { shareDistribution: [{ shareIdentifier: "churn", weightFactor: 2 }] };
  const usage = [{ capacityUnit: "VCPU", quantity: 8 }];
  const front = [ID, "2", "3"].map((id) => ({ jobArn: `job/${id}`, earliestTimeAtPosition: NOW - 12 * MINUTE }));
  return factsOf({
    job: jobOf({ jobArn: `job/${ID}`, shareIdentifier: "churn" }),
    environments: there([{ ...compute, state: "ENABLED" as const, computeResources: { ...resources, maxvCpus: 8 } }]),
    policy: there({ name: "fair", arn: "policy", fairsharePolicy }),
    others: there({
      before: [first, second].flatMap((one) => one ?? []),
      running: [runs("train-1", 50), runs("train-4", 20)],
    }),
    snapshot: there({
      frontOfQueue: { jobs: [...front.slice(1), ...front.slice(0, 1)] },
      queueUtilization: {
        totalCapacityUsage: usage,
        fairshareUtilization: { topCapacityUtilization: [{ shareIdentifier: "churn", capacityUsage: usage }] },
      },
    }),
    past: there([{ jobId: "5", jobName: "train-0", startedAt: 0, stoppedAt: 90 * MINUTE }]),
  });
}

it.each<[string, readonly Rule<JobFacts>[], JobFacts]>([
  ["a DISABLED environment", QUEUE_RULES, factsOf({ environments: there([compute]), declared })],
  ["a subnet without a way out", MACHINE_RULES, factsOf({ start: { network: networkOf({ routeTables }) } })],
  [
    "a log group that is not there",
    CONTAINER_RULES,
    factsOf({ start: { logGroupName: "/team", logGroup: { kind: "absent" } } }),
  ],
  ["a lack of memory", FAILURE_RULES, failedWith("Essential container in task exited", exit, ["epoch 1", "Killed"])],
  ["a machine that has gone", FAILURE_RULES, failedWith("Host EC2 (instance i-0123456789abcdef0) terminated.")],
  ["a job that waits its turn", COURSE_RULES, behindOthers()],
])("the capture of %s is current", (_case, rules, facts) => {
  const lines = diagnosisLines(diagnosed(rules, facts), 80, plainText);
  expect(page).toContain(`\n${lines.join("\n")}\n`);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
});

it("the object of --json is the one that the page shows", () => {
  const facts = factsOf({ environments: there([compute]), declared });
  const looks = { notes: ["scheduling policy: needs batch:DescribeSchedulingPolicies"], calls: 5 };
  const shown = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "{}";
  expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(diagnosed(QUEUE_RULES, facts, looks))));
});
