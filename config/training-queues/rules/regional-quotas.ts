import { userGuide, type Finding, type Rule } from "./rule";

// Neither can be raised.
const MOST = 50;

export const regionalQuotas: Rule = {
  demand: "At most 50 job queues and 50 service environments a Region",
  source: userGuide("service_limits"),
  severity: "error",
  check: ({ jobQueues, serviceEnvironments }) => [
    ...tooMany("TrainingJobQueues", "job queues", jobQueues.length),
    ...tooMany("ServiceEnvs", "service environments", serviceEnvironments.length),
  ],
};

function tooMany(group: string, what: string, count: number): Finding[] {
  if (count <= MOST) return [];
  const rule = `declares more ${what} than a Region can have`;
  return [{ path: [group], rule, found: count, allowed: [`up to ${MOST}`] }];
}
