import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";

/** A parameter of Systems Manager that the container gets does not exist. */
export const parameterMissing: Rule<JobFacts> = {
  name: "parameter-missing",
  source: SOURCES.secrets,
  check: ({ start }) => {
    const gone = start.secrets.find(({ isSecret, seen }) => !isSecret && seen.kind === "absent");
    if (gone === undefined) return undefined;
    return {
      verdict: "would-fail",
      lookedAt: "secrets of the job",
      found: `the parameter of ${gone.name} does not exist: ${gone.valueFrom}`,
      todo: [`correct valueFrom of ${gone.name} in the job definition, or aws ssm put-parameter it`],
    };
  },
};
