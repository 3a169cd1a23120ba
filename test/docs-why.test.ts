/** The captures of docs/why.md are what the command prints in a terminal of 80 columns. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnosisLines } from "../cli/render/diagnosis-lines";
import { plainText } from "../cli/render/style";
import { diagnosisOf } from "../diagnosis/diagnosis";
import { findingsOf, type Rule } from "../diagnosis/finding";
import type { JobFacts } from "../diagnosis/facts/job-facts";
import { Looks } from "../diagnosis/looks";
import { FAILURE_RULES } from "../diagnosis/rules/failed";
import { QUEUE_RULES } from "../diagnosis/rules/queue";
import { CONTAINER_RULES, MACHINE_RULES } from "../diagnosis/rules/start";
import { there } from "../diagnosis/seen";
import { factsOf, failedWith, jobOf, networkOf } from "./diagnosis/facts";

const page = readFileSync(join(__dirname, "../docs/why.md"), "utf8");

function shown(rules: readonly Rule<JobFacts>[], facts: JobFacts): string {
  const findings = findingsOf(rules, facts).slice(0, 1);
  const diagnosis = diagnosisOf("job train-7 (4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01)", "", findings, new Looks());
  return diagnosisLines(diagnosis, 80, plainText).join("\n");
}

const arn = "arn:aws:batch:eu-west-1:123456789012:compute-environment/gpu";
const compute = {
  computeEnvironmentName: "gpu",
  computeEnvironmentArn: arn,
  ecsClusterArn: "",
  type: "MANAGED" as const,
  state: "DISABLED" as const,
};
const declared = (one: string | undefined) => (one === arn ? "config/compute.yaml:12" : undefined);
const routeTables = there([{ RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [] }]);
const exit = { container: { exitCode: 137, reason: "OutOfMemoryError: Container killed", memory: 2048 } };

it.each<[string, readonly Rule<JobFacts>[], JobFacts]>([
  ["a DISABLED environment", QUEUE_RULES, factsOf({ environments: there([compute]), declared })],
  ["a subnet without a way out", MACHINE_RULES, factsOf({ start: { network: networkOf({ routeTables }) } })],
  [
    "a log group that is not there",
    CONTAINER_RULES,
    factsOf({ start: { logGroupName: "/team", logGroup: { kind: "absent" } } }),
  ],
  ["a lack of memory", FAILURE_RULES, failedWith("Essential container in task exited", exit, ["epoch 1", "Killed"])],
  [
    "a machine that has gone",
    FAILURE_RULES,
    failedWith("Host EC2 (instance i-0123456789abcdef0) terminated.", { jobId: jobOf().jobId }),
  ],
])("the capture of %s is current", (_case, rules, facts) => {
  const text = shown(rules, facts);
  if (process.env["DAPF_CAPTURES"] === "print") process.stdout.write(`\n${text}\n`);
  expect(page).toContain(`\n${text}\n`);
});
