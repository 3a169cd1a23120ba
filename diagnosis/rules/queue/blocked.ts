import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { BLOCKED } from "../../../aws/batch/blocked-reasons";
import { SOURCES, queueName } from "../words";

interface Meaning {
  readonly found: string;
  readonly todo: readonly string[];
}

/** What AWS Batch says of the job at the head of a queue that is stuck. */
export const blocked: Rule<JobFacts> = {
  name: "blocked",
  source: SOURCES.runnable,
  check: (facts) => {
    const { job } = facts;
    const { statusReason = "", status } = job;
    if (status !== "RUNNABLE" || !/^(MISCONFIGURATION:|CAPACITY:|ACTION_REQUIRED|UNDETERMINED)/.test(statusReason)) {
      return undefined;
    }
    const { found, todo } = meaningOf(statusReason, queueName(facts));
    return { verdict: "cannot-run", lookedAt: "statusReason of the job", found, todo };
  },
};

function meaningOf(statusReason: string, queue: string): Meaning {
  const is = (reason: string) => statusReason.startsWith(reason);
  if (is("CAPACITY:")) {
    const [, type] = /instance type (\S+)$/.exec(statusReason) ?? [];
    return {
      found: `EC2 has no ${type ?? "instances"} left where its compute environments may have them`,
      todo: [
        "allow more instance types, or subnets in further Availability Zones",
        "wait: EC2 says so of the moment, and AWS Batch asks again",
      ],
    };
  }
  if (is(BLOCKED.maxResource.reason)) {
    return { found: "it needs more vCPUs than maxvCpus of its compute environments", todo: ["raise maxvCpus"] };
  }
  if (is(BLOCKED.resourceRequirement.reason)) {
    return {
      found: "it needs more vCPUs, memory or GPUs than any instance type of its compute environments has",
      todo: ["allow larger instance types, or submit it with less (resourceRequirements)"],
    };
  }
  if (is(BLOCKED.unsupportedInstances.reason)) {
    return {
      found: "EC2 refuses to start the instance types of its compute environments as they are configured",
      todo: ["look at the Auto Scaling group of the compute environment, its launch template and its machine image"],
    };
  }
  if (is(BLOCKED.serviceRole.reason)) {
    return {
      found: "the service role of its compute environment lacks a permission",
      todo: ["leave serviceRole out of the compute environment: then AWS Batch uses its service-linked role"],
    };
  }
  if (is("ACTION_REQUIRED")) {
    return {
      found: `the compute environments of queue ${queue} are INVALID`,
      todo: ["correct what their statusReason says", "aws batch describe-compute-environments"],
    };
  }
  return {
    found: "AWS Batch does not know why it does not start",
    todo: [
      "see whether the machines join the ECS cluster of the compute environment (network, instance role, machine image)",
      "run the runbook AWSSupport-TroubleshootAWSBatchJob of AWS Systems Manager",
    ],
  };
}
