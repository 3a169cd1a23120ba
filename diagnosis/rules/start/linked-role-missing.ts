import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";

/** The account has lost the role that AWS Batch works with. */
export const linkedRoleMissing: Rule<JobFacts> = {
  name: "linked-role-missing",
  source: SOURCES.linkedRole,
  check: ({ start }) =>
    start.linkedRole.kind !== "absent"
      ? undefined
      : {
          verdict: "cannot-run",
          lookedAt: "service-linked role of AWS Batch",
          found: "the role AWSServiceRoleForBatch, with which AWS Batch starts machines, does not exist",
          todo: ["aws iam create-service-linked-role --aws-service-name batch.amazonaws.com"],
        },
};
