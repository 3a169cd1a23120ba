import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";
import { roleLacks } from "./role-lacks";

/** The role that prepares the container may not read its secrets. */
export const roleWithoutSecrets: Rule<JobFacts> = {
  name: "role-without-secrets",
  source: SOURCES.secrets,
  check: (facts) => roleLacks(facts, /^(secretsmanager|ssm):/, "read its secrets"),
};
