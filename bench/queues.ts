import * as path from "node:path";
import type { Claim } from "./claim";
import { sideBySide } from "./measure";
import { makeProject, synthesize } from "./project";

const ENVIRONMENTS = 20;
// AWS Batch: the most that a Region can have.
const QUEUES = 50;

/** Validation and synthesis of 1,000 training queues in 20 environments, in cold processes. */
export async function queueClaims(folder: string): Promise<Claim[]> {
  const withQueues = makeProject(path.join(folder, "queues"), ENVIRONMENTS, { queuesOf: fifty });
  const without = makeProject(path.join(folder, "bare"), ENVIRONMENTS);
  const [all, bare] = await sideBySide(
    5,
    () => synthesize(folder, { DAPF_ROOT: withQueues, DAPF_ENV: "" }),
    () => synthesize(folder, { DAPF_ROOT: without, DAPF_ENV: "" }),
  );
  const forQueues = { seconds: all.seconds - bare.seconds, cpuSeconds: all.cpuSeconds - bare.cpuSeconds };
  const what = `validate and synthesize ${ENVIRONMENTS * QUEUES} queues in ${ENVIRONMENTS} environments, cold: time`;
  return [
    { claim: what, time: all, atMost: 12 },
    { claim: "  of it for the queues", time: forQueues, atMost: 4 },
  ];
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
