/** Facts for tests of rules: of jobs with which nothing is wrong, to be changed in one place. */
import { readFileSync } from "node:fs";
import type { JobDetail } from "@aws-sdk/client-batch";
import { placeIn } from "../../aws/place";
import { nowhere } from "../../diagnosis/declared";
import { type JobFacts, NO_JOB_FACTS } from "../../diagnosis/facts/job-facts";
import { NO_START_FACTS, type NetworkFacts, type StartFacts } from "../../diagnosis/facts/start-facts";
import { NO_TRAINING_FACTS, type TrainingFacts } from "../../diagnosis/facts/training-facts";
import type { Finding, Rule } from "../../diagnosis/finding";
import { COMMANDS_FILE, type CommandWords } from "../../cli/completion/command-words";
import { isCommand } from "../../cli/render/command-lines";
import { there } from "../../diagnosis/seen";

export const NOW = Date.UTC(2026, 10, 30, 12);
const ARN = "arn:aws:batch:eu-west-1:123456789012";
export const REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

export function jobOf(changes: Partial<JobDetail> = {}): JobDetail {
  return {
    jobArn: `${ARN}:job/1`,
    jobId: "1",
    jobName: "train-7",
    jobQueue: `${ARN}:job-queue/gpu`,
    jobDefinition: `${ARN}:job-definition/train:1`,
    status: "RUNNABLE",
    startedAt: 0,
    container: { image: `${REGISTRY}/train:1`, vcpus: 2, memory: 1024 },
    ...changes,
  };
}

export function factsOf(changes: Partial<Omit<JobFacts, "start">> & { start?: Partial<StartFacts> } = {}): JobFacts {
  const { start, ...others } = changes;
  const place = placeIn("eu-west-1", "123456789012");
  const bare = { now: NOW, job: jobOf(), place, declared: nowhere, ...NO_JOB_FACTS };
  return { ...bare, ...others, start: { ...NO_START_FACTS, ...start } };
}

/** A job that has failed, by what AWS says of it. */
export function failedWith(reason: string, changes: Partial<JobDetail> = {}, lines: readonly string[] = []): JobFacts {
  const job = jobOf({ status: "FAILED", statusReason: reason, ...changes });
  return factsOf({ job, lines: there(lines) });
}

/** A network of one subnet with a way out through a NAT gateway. */
export function networkOf(changes: Partial<NetworkFacts> = {}): NetworkFacts {
  return {
    environment: "compute",
    isFargate: false,
    hasPublicAddress: undefined,
    region: "eu-west-1",
    wantedSubnets: ["subnet-1"],
    wantedGroups: ["sg-1"],
    subnets: there([{ SubnetId: "subnet-1", VpcId: "vpc-1" }]),
    routeTables: there([
      {
        RouteTableId: "rtb-1",
        VpcId: "vpc-1",
        Associations: [{ Main: true }],
        Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active" }],
      },
    ]),
    endpoints: there([]),
    groups: there([
      { GroupId: "sg-1", IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] },
    ]),
    ...changes,
  };
}

export function trainingOf(
  changes: Partial<TrainingFacts> = {},
  job: Partial<TrainingFacts["job"]> = {},
): TrainingFacts {
  return {
    now: NOW,
    job: {
      jobId: "1",
      jobName: "churn",
      jobArn: `${ARN}:service-job/1`,
      jobQueue: `${ARN}:job-queue/gpu`,
      serviceJobType: "SAGEMAKER_TRAINING",
      status: "RUNNABLE",
      startedAt: 0,
      capacityUsage: [{ capacityUnit: "ml.g5.xlarge", quantity: 2 }],
      ...job,
    },
    declared: nowhere,
    ...NO_TRAINING_FACTS,
    ...changes,
  };
}

/** A case of a rule: what is known, and what is said of it; undefined: nothing. */
export type Case<Facts> = readonly [title: string, facts: Facts, found?: string | RegExp, details?: readonly string[]];

/** Describes a rule by facts to which it has nothing to say, and by facts with its cause. */
export function describeRule<Facts>(
  rule: Rule<Facts>,
  cases: { readonly compliance: readonly Case<Facts>[]; readonly noncompliance: readonly Case<Facts>[] },
  more: Partial<Finding> = {},
): void {
  describe(rule.name, () => {
    it.each(cases.compliance.map(named))("Compliance: $title", ({ facts }) => {
      expect(rule.check(facts)).toBeUndefined();
    });

    it.each(cases.noncompliance.map(named))("Noncompliance: $title", ({ facts, found, details }) => {
      const finding = rule.check(facts);
      expect(finding?.found).toEqual(typeof found === "string" ? found : expect.stringMatching(found ?? /./));
      expect(finding).toMatchObject({ ...more, ...(details === undefined ? {} : { details }) });
      expect(rule.source).toMatch(/\w{4}/);
      for (const one of finding?.todo ?? []) expectOneOfBoth(one);
    });
  });
}

const named = <Facts>([title, facts, found, details]: Case<Facts>) => ({ title, facts, found, details });

/** What is to be done is a command, which can be copied, or words, and not a command with words around it. */
function expectOneOfBoth(todo: string): void {
  if (!isCommand(todo)) return expect(todo).not.toMatch(/\b(aws|dapf|docker) [a-z-]+ [a-z-]+ --/);
  // A word that ends in a comma or a colon is of a sentence; so are these.
  expect(todo).not.toMatch(/[,:] | (and|or|then|shows|tells) /);
  if (todo.startsWith("dapf ")) expectKnown(todo.split(" ").slice(1));
}

// Cast: `npm run generate` writes it, and a test says when it is not current.
const dapf = JSON.parse(readFileSync(COMMANDS_FILE, "utf8")) as CommandWords;

/** dapf has such a command, with such options. */
function expectKnown(words: readonly string[]): void {
  let command = dapf;
  for (const word of words) {
    const next = command.commands.find(({ name }) => name === word);
    if (next === undefined) break;
    command = next;
  }
  const flags = words.filter((word) => word.startsWith("--"));
  expect([command.commands, words]).toEqual([[], words]);
  expect(command.options.flatMap(({ names }) => names)).toEqual(expect.arrayContaining(flags));
}
