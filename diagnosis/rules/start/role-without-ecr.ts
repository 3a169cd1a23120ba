import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";
import { roleLacks } from "./role-lacks";

/** The role that prepares the container may not pull its image. */
export const roleWithoutEcr: Rule<JobFacts> = {
  name: "role-without-ecr",
  source: SOURCES.executionRole,
  check: (facts) => roleLacks(facts, /^ecr:/, "pull its image"),
};
