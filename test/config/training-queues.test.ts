import { loadEnvironment } from "../../config/loader";
import { loadTrainingQueues, parseTrainingQueues, type TrainingQueues } from "../../config/training-queues";
import { configErrorOf, minimal, problemsOf, repositoryWith } from "./support";
import { at, changed, context, valid, type Changes } from "./training-queues/fixture";

const parse = (changes: Changes = {}): TrainingQueues =>
  parseTrainingQueues({ file: "queues.json", value: changed(changes) }, context);

const load = (files: Readonly<Record<string, unknown>>, settings: object = {}): TrainingQueues | undefined => {
  const root = repositoryWith({ ...files, "environments/dev.tfvars.json": { ...minimal, ...settings } });
  return loadTrainingQueues(loadEnvironment(root, "dev"));
};

const asYaml = `
ServiceEnvs:
  C5_SE_NAME: c5
  C5_SE_CREATE_REQUEST:
    serviceEnvironmentName: c5
    serviceEnvironmentType: SAGEMAKER_TRAINING
    capacityLimits:
      - { maxCapacity: 0, capacityUnit: NUM_INSTANCES }
`;

describe("loadTrainingQueues", () => {
  it("gives nothing for an environment without queues", () => {
    expect(load({})).toBeUndefined();
  });

  it.each([
    ["queues.json", valid],
    ["queues.ts", `export default ${JSON.stringify(valid)};`],
    ["named.ts", `export const ServiceEnvs = {}, QuotaShares = {};`],
    ["queues.yaml", asYaml.replace("maxCapacity: 0", "maxCapacity: 3")],
    ["queues.yml", asYaml.replace("maxCapacity: 0", "maxCapacity: 3")],
  ])("reads %s", (path, content) => {
    expect(load({ [path]: content }, { training_queues: { path } })).toMatchObject({ file: path, warnings: [] });
  });

  it("places the problems of a YAML file", () => {
    const message = configErrorOf(() => load({ "q.yaml": asYaml }, { training_queues: { path: "q.yaml" } })).message;
    expect(message).toBe(
      "q.yaml:8:11: ServiceEnvs.C5_SE_CREATE_REQUEST.capacityLimits[0].maxCapacity must be a whole number in range, " +
        "not 0 (allowed: 1..2147483647) [AWS Batch answers: Max capacity must be more than 0.]",
    );
  });

  it("places the problems of a JSON file", () => {
    const value = changed({ [`${at.fifo}.priority`]: 1001 });
    expect(problemsOf(() => load({ "q.json": value }, { training_queues: { path: "q.json" } }))).toMatchObject([
      { file: "q.json", line: 58, column: 7, found: 1001, allowed: ["0..1000"] },
    ]);
  });

  it("names the environment file when the queues file is absent", () => {
    expect(configErrorOf(() => load({}, { training_queues: { path: "none.ts" } })).message).toBe(
      "none.ts: does not exist; training_queues.path of environments/dev.tfvars.json names it",
    );
  });

  it("shows the reason when a TypeScript file cannot be loaded", () => {
    const files = { "q.ts": 'throw new Error("no luck");' };
    expect(configErrorOf(() => load(files, { training_queues: { path: "q.ts" } })).message).toBe(
      "q.ts: cannot be loaded: no luck",
    );
  });

  it("refuses files of other kinds, and those outside of the repository", () => {
    const paths = ["queues.toml", "../queues.ts"];
    expect(paths.map((path) => configErrorOf(() => load({}, { training_queues: { path } })).problems[0]?.rule)).toEqual(
      ["must end in .ts, .json, .yaml or .yml", "must be a path inside the repository, relative to its root"],
    );
  });
});

describe("parseTrainingQueues", () => {
  it("gives every declaration with its key, name and request", () => {
    const { serviceEnvironments, schedulingPolicies, jobQueues, quotaShares } = parse();
    expect(serviceEnvironments[0]).toEqual({
      key: "C5",
      name: "c5",
      request: valid.ServiceEnvs.C5_SE_CREATE_REQUEST,
    });
    expect([schedulingPolicies, jobQueues, quotaShares].map((group) => group.map(({ key }) => key))).toEqual([
      ["G6", "G5"],
      ["C5", "G6", "G5"],
      ["A", "B"],
    ]);
  });

  it("tells how each queue schedules", () => {
    expect(parse().jobQueues.map(({ scheduling }) => scheduling)).toEqual(["FIFO", "FAIR_SHARE", "QUOTA_SHARE"]);
  });

  it("resolves names to declarations", () => {
    const { jobQueues, quotaShares } = parse();
    expect(jobQueues[0]).not.toHaveProperty("schedulingPolicy");
    expect(jobQueues[2]).toMatchObject({
      schedulingPolicy: { kind: "declared", key: "G5" },
      serviceEnvironment: { kind: "declared", key: "G5" },
    });
    expect(quotaShares[0]?.jobQueue).toEqual({ kind: "declared", key: "G5" });
  });

  it("resolves the ARN of something declared, so that Terraform knows the order", () => {
    const arn = "arn:aws:batch:eu-west-1:123456789012:scheduling-policy/fair";
    const queue = parse({ [`${at.fairShare}.schedulingPolicyArn`]: arn }).jobQueues[1];
    expect(queue?.schedulingPolicy).toEqual({ kind: "declared", key: "G6" });
  });

  it("keeps any other ARN as it is, and does not guess how its queue schedules", () => {
    const arn = "arn:aws:batch:eu-west-1:123456789012:scheduling-policy/theirs";
    const queue = parse({ [`${at.fairShare}.schedulingPolicyArn`]: arn }).jobQueues[1];
    expect(queue).toMatchObject({ schedulingPolicy: { kind: "existing", arn }, scheduling: undefined });
  });

  it("proposes the nearest declared name for one that leads nowhere", () => {
    expect(problemsOf(() => parse({ [`${at.a}.jobQueue`]: "quota-shaer" }))).toMatchObject([
      {
        path: `${at.a}.jobQueue`,
        found: "quota-shaer",
        hint: "did you mean quota-share?",
        source: expect.stringContaining("AWS Batch") as unknown,
      },
    ]);
  });

  it("refuses a name and a request that disagree", () => {
    expect(problemsOf(() => parse({ "ServiceEnvs.C5_SE_NAME": "C5" }))).toMatchObject([
      {
        path: "ServiceEnvs.C5_SE_NAME",
        rule: "must be the same as C5_SE_CREATE_REQUEST.serviceEnvironmentName",
        found: "C5",
        allowed: ["c5"],
      },
    ]);
  });

  it.each([
    ["an unknown field", { [`${at.c5}.capacity`]: 3 }, "capacity is not a known key"],
    ["a field of a wrong type", { [`${at.c5}.capacityLimits`]: 3 }, "capacityLimits must be a list, not 3"],
    ["a missing field", { [`${at.fifo}.priority`]: undefined }, "priority is missing"],
    ["a request that is none", { [at.fifo]: "x" }, 'must be an object, not "x"'],
    ["lower case", { [`${at.a}.state`]: "enabled" }, "did you mean ENABLED?"],
    ["compute environments", { [`${at.fifo}.computeEnvironmentOrder`]: [] }, "has no place in a queue of type"],
    ["a container queue", { [`${at.fifo}.jobQueueType`]: "ECS" }, "(allowed: SAGEMAKER_TRAINING)"],
    ["CANCEL", { [`${at.fifo}.jobStateTimeLimitActions.0.action`]: "CANCEL" }, "(allowed: TERMINATE)"],
    ["an unknown reason", { [`${at.fifo}.jobStateTimeLimitActions.0.reason`]: "SLOW" }, "(allowed: MISCONFIGURATION"],
    ["a number that is none", { [`${at.fifo}.priority`]: Number.NaN }, "priority must be a number"],
    ["a name that is none", { "ServiceEnvs.C5_SE_NAME": 5 }, "ServiceEnvs.C5_SE_NAME must be a string, not 5"],
  ])("refuses %s, and says who does", (_, changes, message) => {
    const error = configErrorOf(() => parse(changes));
    expect(error.message).toContain(message);
    expect(error.problems.map(({ source }) => source)).not.toContain(undefined);
  });

  it("reports names, shapes, links and rules at once", () => {
    const problems = problemsOf(() =>
      parse({
        "QuotaShares.C_QS_NAME": "c",
        [`${at.c5}.capacityLimits.0.maxCapacity`]: "3",
        [`${at.g5}.capacityLimits.0.maxCapacity`]: 0,
        [`${at.fair}.fairsharePolicy.shareDecaySeconds`]: -1,
        [`${at.fairShare}.serviceEnvironmentOrder.0.serviceEnvironment`]: "c6",
        [`${at.quotaShare}.serviceEnvironmentOrder.0.serviceEnvironment`]: "c5",
        [`${at.b}.resourceSharingConfiguration.borrowLimit`]: 5,
      }),
    );
    expect(problems.map(({ path }) => path)).toEqual([
      "QuotaShares.C_QS_CREATE_REQUEST",
      `${at.c5}.capacityLimits[0].maxCapacity`,
      `${at.fairShare}.serviceEnvironmentOrder[0].serviceEnvironment`,
      `${at.g5}.capacityLimits[0].maxCapacity`,
      `${at.fair}.fairsharePolicy.shareDecaySeconds`,
      `${at.quotaShare}.serviceEnvironmentOrder[0].serviceEnvironment`,
      // Shares c5 with the queue that should have it for itself.
      `${at.fifo}.serviceEnvironmentOrder[0].serviceEnvironment`,
      `${at.b}.resourceSharingConfiguration.borrowLimit`,
    ]);
  });

  it("only warns of shares that add up to more than there is", () => {
    const { warnings } = parse({ [`${at.b}.capacityLimits.0.maxCapacity`]: 5 });
    expect(warnings.map(({ problem }) => problem.path)).toEqual([`${at.g5}.capacityLimits[0].maxCapacity`]);
    expect(warnings[0]?.message).toContain("7 ml.g5.xlarge");
  });
});
