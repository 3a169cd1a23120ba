import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";
import { roleLacks } from "./role-lacks";

/** The role that prepares the container may not write its log. */
export const roleWithoutLogs: Rule<JobFacts> = {
  name: "role-without-logs",
  source: SOURCES.executionRole,
  check: (facts) => roleLacks(facts, /^logs:/, "write its log"),
};
