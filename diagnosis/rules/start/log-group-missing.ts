import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";

/** The log group that the job names does not exist, and nobody was told to make it. */
export const logGroupMissing: Rule<JobFacts> = {
  name: "log-group-missing",
  source: SOURCES.awslogs,
  check: ({ start }) =>
    start.logGroup.kind !== "absent"
      ? undefined
      : {
          verdict: "would-fail",
          lookedAt: "log group of the job",
          found: `log group ${start.logGroupName ?? ""} does not exist, and a container without its log does not start`,
          todo: [
            `aws logs create-log-group --log-group-name ${start.logGroupName ?? ""}`,
            'or set "awslogs-create-group": "true" in logConfiguration (and allow logs:CreateLogGroup)',
          ],
        },
};
