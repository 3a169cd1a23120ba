import type { Grant } from "../grant";
import { inRegion, type Scope } from "../scope";

/** What the gate asks before a plan takes away what may have jobs in it (deploy/plan/held-jobs.ts). */
export function lookForJobs(scope: Scope): Grant[] {
  return [
    {
      sid: "JobsInWhatGoes",
      actions: [
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobQueues",
        "batch:DescribeJobs",
        "batch:ListJobs",
        "batch:ListServiceJobs",
      ],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "dapf looks for jobs in queues and compute environments that a plan would delete or replace.",
      unnamed: "AWS restricts these to no resource (Service Authorization Reference).",
    },
  ];
}
