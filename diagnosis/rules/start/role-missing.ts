import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { nameOf } from "../../text";
import { SOURCES } from "../words";

/** The role that ECS prepares the container with does not exist. */
export const roleMissing: Rule<JobFacts> = {
  name: "role-missing",
  source: SOURCES.executionRole,
  check: ({ start }) =>
    start.role.kind !== "absent"
      ? undefined
      : {
          verdict: "would-fail",
          lookedAt: "execution role of the job",
          found: `the role ${nameOf(start.roleArn)} does not exist`,
          todo: [
            "name another executionRoleArn in the job definition, or create the role with AmazonECSTaskExecutionRolePolicy",
          ],
        },
};
