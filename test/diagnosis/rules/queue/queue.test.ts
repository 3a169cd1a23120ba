import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { blocked } from "../../../../diagnosis/rules/queue/blocked";
import { consumableBusy } from "../../../../diagnosis/rules/queue/consumable-busy";
import { consumableExhausted } from "../../../../diagnosis/rules/queue/consumable-exhausted";
import { consumableMissing } from "../../../../diagnosis/rules/queue/consumable-missing";
import { dependencyFailed } from "../../../../diagnosis/rules/queue/dependency-failed";
import { dependencyMissing } from "../../../../diagnosis/rules/queue/dependency-missing";
import { dependencyOpen } from "../../../../diagnosis/rules/queue/dependency-open";
import { environmentsDisabled } from "../../../../diagnosis/rules/queue/environments-disabled";
import { environmentsInvalid } from "../../../../diagnosis/rules/queue/environments-invalid";
import { environmentsMissing } from "../../../../diagnosis/rules/queue/environments-missing";
import { noGpus } from "../../../../diagnosis/rules/queue/no-gpus";
import { noInstanceType } from "../../../../diagnosis/rules/queue/no-instance-type";
import { noLargeInstance } from "../../../../diagnosis/rules/queue/no-large-instance";
import { nodesOnSpot } from "../../../../diagnosis/rules/queue/nodes-on-spot";
import { queueDisabled } from "../../../../diagnosis/rules/queue/queue-disabled";
import { queueGone } from "../../../../diagnosis/rules/queue/queue-gone";
import { queueInvalid } from "../../../../diagnosis/rules/queue/queue-invalid";
import { tooManyVcpus } from "../../../../diagnosis/rules/queue/too-many-vcpus";
import { tooMuchMemory } from "../../../../diagnosis/rules/queue/too-much-memory";
import { ABSENT, there } from "../../../../diagnosis/seen";
import { describeRule, factsOf, jobOf } from "../../facts";

const ARN = "arn:aws:batch:eu-west-1:123456789012:compute-environment";
const environment = (changes: object = {}, resources: object = {}): ComputeEnvironmentDetail => ({
  computeEnvironmentName: "compute",
  computeEnvironmentArn: `${ARN}/compute`,
  type: "MANAGED",
  state: "ENABLED",
  status: "VALID",
  ecsClusterArn: "arn",
  computeResources: { type: "EC2", maxvCpus: 16, subnets: [], instanceTypes: ["m5"], ...resources },
  ...changes,
});
const on = (...environments: ComputeEnvironmentDetail[]) => ({ environments: there(environments) });
const needing = (vcpus: number, memory = 1024, gpus = 0) =>
  jobOf({
    container: {
      resourceRequirements: [
        { type: "VCPU", value: String(vcpus) },
        { type: "MEMORY", value: String(memory) },
        { type: "GPU", value: String(gpus) },
      ],
    },
  });
const queue = (changes: object = {}) =>
  there({
    jobQueueName: "gpu",
    jobQueueArn: "arn",
    state: "ENABLED" as const,
    status: "VALID" as const,
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: `${ARN}/compute` }],
    ...changes,
  });
const other = (status: "FAILED" | "RUNNING" | "SUCCEEDED") =>
  there([jobOf({ jobId: "2", jobName: "prepare", status })]);
const dependent = (status: "PENDING" | "FAILED") => jobOf({ status, dependsOn: [{ jobId: "2" }] });
const CANNOT = { verdict: "cannot-run" } as const;

describeRule(
  dependencyFailed,
  {
    compliance: [["the others run", factsOf({ job: dependent("PENDING"), dependencies: other("RUNNING") })]],
    noncompliance: [
      [
        "one has failed",
        factsOf({ job: dependent("PENDING"), dependencies: other("FAILED") }),
        /^prepare, which it depends on, failed/,
      ],
    ],
  },
  CANNOT,
);
describeRule(
  dependencyMissing,
  {
    compliance: [
      ["all are known", factsOf({ job: dependent("PENDING"), dependencies: other("RUNNING") })],
      ["nobody has looked", factsOf({ job: dependent("PENDING") })],
    ],
    noncompliance: [
      [
        "one is not known",
        factsOf({ job: dependent("PENDING"), dependencies: there([]) }),
        "it depends on 1 job that AWS Batch does not know: 2",
      ],
    ],
  },
  CANNOT,
);
describeRule(
  dependencyOpen,
  {
    compliance: [["all have succeeded", factsOf({ job: dependent("PENDING"), dependencies: other("SUCCEEDED") })]],
    noncompliance: [
      [
        "one runs",
        factsOf({ job: dependent("PENDING"), dependencies: other("RUNNING") }),
        "1 job that it depends on is not over: prepare (RUNNING)",
      ],
    ],
  },
  { verdict: "waits" },
);
describeRule(
  queueGone,
  {
    compliance: [["it is there", factsOf({ queue: queue() })]],
    noncompliance: [
      ["it is not there", factsOf({ queue: ABSENT }), "queue gpu has been deleted"],
      ["it is being deleted", factsOf({ queue: queue({ status: "DELETING" }) }), "queue gpu has been deleted"],
    ],
  },
  CANNOT,
);
describeRule(
  queueInvalid,
  {
    compliance: [["it is VALID", factsOf({ queue: queue() })]],
    noncompliance: [
      [
        "it is INVALID",
        factsOf({ queue: queue({ status: "INVALID", statusReason: "so" }) }),
        "queue gpu is INVALID: so",
      ],
    ],
  },
  CANNOT,
);
describeRule(
  queueDisabled,
  {
    compliance: [["it is ENABLED", factsOf({ queue: queue() })]],
    noncompliance: [["it is DISABLED", factsOf({ queue: queue({ state: "DISABLED" }) }), /^queue gpu is DISABLED/]],
  },
  CANNOT,
);
describeRule(
  environmentsMissing,
  {
    compliance: [["there is one", factsOf({ queue: queue(), ...on(environment()) })]],
    noncompliance: [
      [
        "it does not exist",
        factsOf({ queue: queue(), ...on() }),
        "the compute environment compute of queue gpu does not exist",
      ],
      [
        "the queue names none",
        factsOf({ queue: queue({ computeEnvironmentOrder: [] }) }),
        "queue gpu has no compute environment",
      ],
    ],
  },
  CANNOT,
);
describeRule(
  environmentsDisabled,
  {
    compliance: [["one of them is ENABLED", factsOf(on(environment({ state: "DISABLED" }), environment()))]],
    noncompliance: [
      ["all are DISABLED", factsOf(on(environment({ state: "DISABLED" }))), "compute environment compute is DISABLED"],
    ],
  },
  CANNOT,
);
describeRule(
  environmentsInvalid,
  {
    compliance: [["one of them is VALID", factsOf(on(environment({ status: "INVALID" }), environment()))]],
    noncompliance: [
      [
        "AWS's reason is told in plain words",
        factsOf(
          on(
            environment({
              status: "INVALID",
              statusReason: "CLIENT_ERROR - User is not authorized to perform: sts:AssumeRole",
            }),
          ),
        ),
        /is INVALID: AWS Batch may not take its role \(CLIENT_ERROR/,
      ],
      ["AWS gives no reason", factsOf(on(environment({ status: "INVALID" }))), /AWS Batch does not say why$/],
    ],
  },
  CANNOT,
);
describeRule(
  tooManyVcpus,
  {
    compliance: [["they fit", factsOf({ ...on(environment()), job: needing(16) })]],
    noncompliance: [
      [
        "they do not",
        factsOf({ ...on(environment()), job: needing(17) }),
        /^it needs 17 vCPUs .* maxvCpus of compute \(16\)/,
      ],
    ],
  },
  CANNOT,
);
describeRule(
  tooMuchMemory,
  {
    compliance: [
      ["an instance has as much", factsOf({ ...on(environment()), job: needing(1, 100_000) })],
      [
        "nobody knows what an instance has",
        factsOf({ ...on(environment({}, { instanceTypes: ["zz9.large"] })), job: needing(1, 1e9) }),
      ],
    ],
    noncompliance: [
      ["none has", factsOf({ ...on(environment()), job: needing(1, 1e6) }), /^it needs 1000000 MiB of memory/],
    ],
  },
  CANNOT,
);
describeRule(
  noGpus,
  {
    compliance: [
      ["an instance has one", factsOf({ ...on(environment({}, { instanceTypes: ["g5"] })), job: needing(1, 512, 1) })],
    ],
    noncompliance: [
      [
        "none has",
        factsOf({ ...on(environment()), job: needing(1, 512, 1) }),
        "it needs 1 GPU, and the largest of m5 has 0 for jobs",
      ],
    ],
  },
  CANNOT,
);
describeRule(
  noLargeInstance,
  {
    compliance: [["an instance has as many", factsOf({ ...on(environment()), job: needing(8) })]],
    noncompliance: [
      [
        "none has",
        factsOf({ ...on(environment({}, { instanceTypes: ["m5.large"] })), job: needing(8) }),
        /^it needs 8 vCPUs/,
      ],
    ],
  },
  CANNOT,
);
describeRule(
  noInstanceType,
  {
    compliance: [["it is one need alone", factsOf({ ...on(environment()), job: needing(1, 1e6) })]],
    noncompliance: [
      [
        "no type has all at once",
        factsOf({ ...on(environment({}, { instanceTypes: ["c5.2xlarge", "r5.xlarge"] })), job: needing(8, 20_000) }),
        "no instance type of c5.2xlarge and r5.xlarge has 8 vCPUs, 20000 MiB of memory at once",
      ],
    ],
  },
  CANNOT,
);
const nodes = jobOf({ nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] } });
describeRule(
  nodesOnSpot,
  {
    compliance: [
      ["the environment is of type EC2", factsOf({ ...on(environment()), job: nodes })],
      ["the job has one node", factsOf(on(environment({}, { type: "SPOT" })))],
    ],
    noncompliance: [
      [
        "there are Spot Instances only",
        factsOf({ ...on(environment({}, { type: "SPOT" })), job: nodes }),
        /^a job of 2 nodes/,
      ],
    ],
  },
  CANNOT,
);
const stuck = (statusReason: string) => factsOf({ job: jobOf({ statusReason }) });
describeRule(
  blocked,
  {
    compliance: [
      ["its last attempt ended so", stuck("Host EC2 (instance i-1) terminated.")],
      ["it has failed since", factsOf({ job: jobOf({ status: "FAILED", statusReason: "CAPACITY:X" }) })],
    ],
    noncompliance: [
      [
        "EC2 has none",
        stuck("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - ... for instance type p4d.24xlarge"),
        /^EC2 has no p4d.24xlarge/,
      ],
      ["maxvCpus", stuck("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - x"), /maxvCpus/],
      ["the needs of the job", stuck("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - x"), /than any instance type/],
      ["the service role", stuck("MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – x"), /service role/],
      ["INVALID environments", stuck("ACTION_REQUIRED - x"), /INVALID/],
      ["something else", stuck("UNDETERMINED - x"), /does not know why/],
    ],
  },
  CANNOT,
);
const resource = (totalQuantity: number, inUseQuantity: number, resourceType = "REPLENISHABLE") =>
  there({
    consumableResourceName: "license",
    consumableResourceArn: "arn",
    totalQuantity,
    inUseQuantity,
    availableQuantity: totalQuantity - inUseQuantity,
    resourceType,
  });
const consuming = (quantity: number, seen: ReturnType<typeof resource> | typeof ABSENT) => ({
  consumables: [{ resource: "license", quantity, seen }],
});
const again = jobOf({ attempts: [{}] });
describeRule(
  consumableExhausted,
  {
    compliance: [
      ["there is as much", factsOf(consuming(2, resource(2, 2)))],
      ["it is tried again, and has it", factsOf({ ...consuming(2, resource(1, 1)), job: again })],
    ],
    noncompliance: [
      ["there is less", factsOf(consuming(3, resource(2, 0))), "it needs 3 of license, of which there are 2"],
      [
        "what is gone does not come back",
        factsOf(consuming(2, resource(2, 1, "NON_REPLENISHABLE"))),
        /of which there are 1$/,
      ],
    ],
  },
  CANNOT,
);
describeRule(
  consumableMissing,
  {
    compliance: [["it is there", factsOf(consuming(2, resource(2, 2)))]],
    noncompliance: [
      ["it is not", factsOf(consuming(2, ABSENT)), "the consumable resource license that it needs does not exist"],
    ],
  },
  CANNOT,
);
describeRule(
  consumableBusy,
  {
    compliance: [["it is free", factsOf(consuming(2, resource(2, 0)))]],
    noncompliance: [
      [
        "others have it",
        factsOf(consuming(2, resource(2, 1))),
        "it needs 2 of license, of which other jobs have 1 of 2",
      ],
    ],
  },
  { verdict: "waits" },
);
