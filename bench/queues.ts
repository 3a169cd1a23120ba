import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { loadEnvironment } from "../config/loader";
import { measureNode, sideBySide } from "./measure";
import type { Row } from "./table";

const repository = path.resolve(__dirname, "..");
const ENVIRONMENTS = 20;
// AWS Batch: the most that a Region can have.
const QUEUES = 50;

/** Validation and synthesis of 1,000 training queues in 20 environments, in cold processes. */
export function queueRows(): Row[] {
  const withQueues = project(true);
  const without = project(false);
  const [all, bare] = sideBySide(5, [() => synthesize(withQueues), () => synthesize(without)]);
  for (const folder of [withQueues, without]) fs.rmSync(folder, { recursive: true });
  if (!all || !bare) throw new Error("two subjects give two usages");

  const seconds = (value: number) => `${value.toFixed(2)} s`;
  const GOAL = 3;
  return [
    {
      claim: `validate and synthesize ${ENVIRONMENTS * QUEUES} queues in ${ENVIRONMENTS} environments, cold: time`,
      measured: seconds(all.seconds),
      goal: `at most ${seconds(GOAL)}`,
      met: all.seconds <= GOAL,
    },
    {
      claim: "  of it for the queues",
      measured: seconds(all.seconds - bare.seconds),
      goal: `at most ${seconds(GOAL / 2)}`,
      met: all.seconds - bare.seconds <= GOAL / 2,
    },
  ];
}

function synthesize(root: string) {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-bench-out-"));
  const loader = ["--require", "./bin/typescript.js", "main.ts"];
  const usage = measureNode(loader, repository, { DAPF_ROOT: root, DAPF_ENV: "", CDKTF_OUTDIR: out });
  fs.rmSync(out, { recursive: true });
  return usage;
}

/** A project with environments like jenkins-pl, each with a file of queues or none. */
function project(hasQueues: boolean): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-bench-queues-"));
  for (const shared of ["analytics-etl", "model", "utils"]) {
    fs.symlinkSync(path.join(repository, shared), path.join(folder, shared));
  }
  fs.mkdirSync(path.join(folder, "environments"));
  const { settings } = loadEnvironment(repository, "jenkins-pl");
  for (let i = 1; i <= ENVIRONMENTS; i += 1) {
    const name = `bench-${String(i)}`;
    const queues = `environments/${name}.queues.json`;
    const own = { use_case_name: "bn", env: String(i), training_queues: hasQueues ? { path: queues } : undefined };
    const file = path.join(folder, "environments", `${name}.tfvars.json`);
    fs.writeFileSync(file, JSON.stringify({ ...settings, ...own }));
    if (hasQueues) fs.writeFileSync(path.join(folder, queues), JSON.stringify(fifty(name)));
  }
  return folder;
}

type Group = Record<string, unknown>;

/** In turn FIFO, fair share and quota shares, each with an environment and a policy of its own. */
function fifty(prefix: string): Record<string, Group> {
  const [ServiceEnvs, SchedulingPolicies, TrainingJobQueues, QuotaShares]: [Group, Group, Group, Group] = [
    {},
    {},
    {},
    {},
  ];
  for (let i = 0; i < QUEUES; i += 1) {
    const name = `${prefix}-${String(i)}`;
    const quota = i % 3 === 2;
    const capacityLimits = [{ maxCapacity: 4, capacityUnit: quota ? "ml.g5.xlarge" : "NUM_INSTANCES" }];
    ServiceEnvs[`Q${i}_SE_NAME`] = name;
    ServiceEnvs[`Q${i}_SE_CREATE_REQUEST`] = {
      serviceEnvironmentName: name,
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      capacityLimits,
    };
    if (i % 3 > 0) {
      SchedulingPolicies[`Q${i}_SP_NAME`] = name;
      SchedulingPolicies[`Q${i}_SP_CREATE_REQUEST`] = {
        name,
        ...(quota
          ? { quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } }
          : { fairsharePolicy: { shareDecaySeconds: 3600, shareDistribution: [{ shareIdentifier: "HIGHPRI" }] } }),
      };
    }
    TrainingJobQueues[`Q${i}_QUEUE_NAME`] = name;
    TrainingJobQueues[`Q${i}_QUEUE_CREATE_REQUEST`] = {
      jobQueueName: name,
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: i,
      ...(i % 3 > 0 ? { schedulingPolicyArn: name } : {}),
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: name }],
    };
    for (const share of quota ? ["a", "b"] : []) {
      QuotaShares[`Q${i}${share}_QS_NAME`] = share;
      QuotaShares[`Q${i}${share}_QS_CREATE_REQUEST`] = {
        quotaShareName: share,
        jobQueue: name,
        capacityLimits: [{ maxCapacity: 2, capacityUnit: "ml.g5.xlarge" }],
        resourceSharingConfiguration: { strategy: "LEND" },
        preemptionConfiguration: { inSharePreemption: "DISABLED" },
      };
    }
  }
  return { ServiceEnvs, SchedulingPolicies, TrainingJobQueues, QuotaShares };
}
