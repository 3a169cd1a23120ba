import { loadEnvironments } from "../../config/loader";
import { checkDeclarations } from "../../config/neighbours";
import { loadTrainingQueues } from "../../config/training-queues";
import * as compute from "./compute/fixture";
import { configErrorOf, minimal, repositoryWith } from "./support";
import { at, changed, many, valid } from "./training-queues/fixture";

/** Environments `a` and `b` with their queues, in one account unless told otherwise. */
function environments(a: unknown, b: unknown, settings: object = {}) {
  const environment = (name: string) => ({ ...minimal, env: name, training_queues: { path: `${name}.json` } });
  const root = repositoryWith({
    "environments/a.tfvars.json": environment("a"),
    "environments/b.tfvars.json": { ...environment("b"), ...settings },
    "a.json": a,
    "b.json": b,
  });
  return loadEnvironments(root);
}

const renamed = JSON.parse(
  JSON.stringify(valid).replaceAll(/"(c5|g5|fair|quota|fifo|fair-share|quota-share)"/g, '"$1-b"'),
) as unknown;

describe("checkDeclarations", () => {
  it("has nothing against environments with names of their own, and loads them once", () => {
    const both = environments(valid, renamed);
    expect(checkDeclarations(both)).toEqual([]);
    const [first] = both;
    expect(first && loadTrainingQueues(first)).toBe(first && loadTrainingQueues(first));
  });

  it("lets environments of two accounts or two Regions have the same names", () => {
    expect(checkDeclarations(environments(valid, valid, { account_number: "210987654321" }))).toEqual([]);
    expect(checkDeclarations(environments(valid, valid, { region: "eu-west-2" }))).toEqual([]);
  });

  it("warns of a name that two environments give in one account and Region", () => {
    const other = JSON.parse(JSON.stringify(renamed).replaceAll("fifo-b", "fifo")) as unknown;
    expect(checkDeclarations(environments(valid, other))).toMatchObject([
      {
        environment: "b",
        problem: {
          file: "b.json",
          rule: 'declares the job queue "fifo", which a declares in the same account and Region',
          hint: "rename one of the two",
        },
      },
    ]);
  });

  it("warns of one file for two environments of one account and Region", () => {
    const shared = environments(valid, valid, { training_queues: { path: "a.json" } });
    const warnings = checkDeclarations(shared);
    expect(warnings).toHaveLength(7);
    expect(new Set(warnings.map(({ problem }) => problem.hint))).toEqual(
      new Set(["give each environment a file of its own"]),
    );
  });

  it("counts the queues of all environments of one account and Region", () => {
    const queues = (prefix: string, count: number) => ({
      ServiceEnvs: valid.ServiceEnvs,
      TrainingJobQueues: many(count, (i) => ({
        [`Q${i}_QUEUE_NAME`]: `${prefix}${i}`,
        [`Q${i}_QUEUE_CREATE_REQUEST`]: {
          ...valid.TrainingJobQueues.C5_QUEUE_CREATE_REQUEST,
          jobQueueName: `${prefix}${i}`,
        },
      })),
    });
    const problems = checkDeclarations(environments(queues("a", 30), queues("b", 21))).map(({ problem }) => problem);
    expect(problems.filter(({ rule }) => rule.startsWith("brings"))).toMatchObject([
      { rule: "brings the job queues of a, b, which share an account and Region, to 51", allowed: ["up to 50"] },
    ]);
  });

  it("warns of a queue for containers that is called as one for training jobs", () => {
    const queues = JSON.parse(JSON.stringify(compute.valid).replaceAll('"light"', '"fifo"')) as unknown;
    const root = repositoryWith({
      "environments/a.tfvars.json": { ...minimal, training_queues: { path: "q.json" }, compute: { path: "c.json" } },
      "q.json": valid,
      "c.json": queues,
    });
    expect(checkDeclarations(loadEnvironments(root))).toMatchObject([
      {
        environment: "a",
        problem: { file: "c.json", rule: 'declares the scheduling policy "fair", which q.json declares, too' },
      },
      {
        environment: "a",
        problem: { file: "c.json", rule: 'declares the job queue "fifo", which q.json declares, too' },
      },
    ]);
  });

  it("warns of a job role that an environment of another Region declares in the account", () => {
    const environment = (env: string, region: string) => ({ ...minimal, env, region, compute: { path: "c.json" } });
    const root = repositoryWith({
      "environments/a.tfvars.json": environment("a", "eu-west-1"),
      "environments/b.tfvars.json": environment("b", "eu-west-2"),
      "c.json": compute.valid,
    });
    expect(checkDeclarations(loadEnvironments(root))).toMatchObject([
      { environment: "b", problem: { rule: 'declares the job role "trainer", which a declares in the same account' } },
    ]);
  });

  it("reports the problems of all files at once", () => {
    const bad = changed({ [`${at.fifo}.priority`]: -1 });
    const { problems } = configErrorOf(() => checkDeclarations(environments(bad, bad)));
    expect(problems.map(({ file }) => file)).toEqual(["a.json", "b.json"]);
  });
});
