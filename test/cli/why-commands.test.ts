import type { Diagnosis } from "../../diagnosis";
import { commandsFor } from "../../cli/why-commands";

const about = (...todo: string[]): Diagnosis => ({
  subject: "job train-7 (1)",
  status: "RUNNABLE",
  verdict: "cannot-run",
  findings: [{ rule: "r", source: "s", verdict: "cannot-run", lookedAt: "l", found: "f", todo }],
  notLookedAt: [],
  calls: 1,
});
const todo = (diagnosis: Diagnosis) => diagnosis.findings[0]?.todo;

describe("commands of a diagnosis", () => {
  it.each<[string, string, Parameters<typeof commandsFor>[1], string]>([
    ["of dapf have the flags of who asked", "dapf jobs retry 1", { local: true }, "dapf jobs retry 1 --local"],
    ["of dapf name the environment", "dapf queues top gpu", { env: "dev" }, "dapf queues top gpu --env dev"],
    [
      "of dapf name it once where it is an argument",
      "dapf queues show <environment>",
      { env: "dev", local: true },
      "dapf queues show dev --local",
    ],
    [
      "of dapf that name it already keep it",
      "dapf jobs why 1 --env dev",
      { profile: "ops" },
      "dapf jobs why 1 --env dev --profile ops",
    ],
    [
      "of dapf about runs have no --env",
      "dapf run dev --context training",
      { profile: "ops" },
      "dapf run dev --context training --profile ops",
    ],
    [
      "of the AWS CLI name profile and Region",
      "aws iam list-roles",
      { env: "dev", profile: "ops" },
      "aws iam list-roles --region eu-west-1 --profile ops",
    ],
    ["of the AWS CLI find the embedded AWS in the shell", "aws iam list-roles", { local: true }, "aws iam list-roles"],
    ["of Docker know no accounts", "docker push x", { env: "dev" }, "docker push x"],
    ["are told from words", "or make endpoints", { env: "dev" }, "or make endpoints"],
  ])("%s", (_case, command, flags, expected) => {
    expect(todo(commandsFor(about(command), flags, "eu-west-1"))).toEqual([expected]);
  });

  it("have no Region where none is known", () => {
    expect(todo(commandsFor(about("aws iam list-roles"), {}, undefined))).toEqual(["aws iam list-roles"]);
  });
});
