import { placeIn } from "../../aws/place";
import { connectAccount } from "../../cli/account";
import { accountVariables, accountWords } from "../../cli/account-flags";
import type { CommandContext } from "../../cli/stack-command";
import { UsageError } from "../../cli/usage-error";
import { commandLines } from "./program-support";

jest.setTimeout(30_000);

const fresh = commandLines();
const ofEnvironment = ["synth", "plan", "deploy", "destroy", "output", "adopt", "run", "code-sync"].concat([
  "runs list",
  "runs show",
  "runs stop",
  "queues list",
  "queues show",
  "queues drift",
]);
const others = ["submit", "watch", "queues top"].concat(
  ["list", "show", "logs", "cancel", "terminate"].map((word) => `jobs ${word}`),
  ["submit", "list", "show", "watch", "terminate", "set-priority", "clone", "logs"].map((word) => `train ${word}`),
  ["register", "list", "show", "deregister"].map((word) => `job-definition ${word}`),
  ["set-capacity", "enable", "disable"].map((word) => `queues share ${word}`),
);

describe("the flags for the account", () => {
  test.each([...ofEnvironment, ...others])("belong to dapf %s", async (command) => {
    const { stdout } = await fresh().run([...command.split(" "), "--help"]);
    for (const flag of ["--region <region>", "--profile <profile>", "--local"]) expect(stdout).toContain(flag);
    expect(stdout.includes("--env <environment>")).toBe(others.includes(command));
  });

  test.each(["plan dev", "runs list dev", "queues list dev"])(
    "name no other Region than that of the environment: dapf %s",
    async (command) => {
      const { exitCode, stderr } = await fresh().run([...command.split(" "), "--region", "eu-west-1"]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("dev is in ap-south-1: leave out --region eu-west-1");
    },
  );

  test.each(["plan dev", "run dev --context training", "queues top gpu", "jobs list"])(
    "mean one account: dapf %s",
    async (command) => {
      const { exitCode, stderr } = await fresh().run([...command.split(" "), "--local", "--profile", "team"]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("--local and --profile exclude each other");
    },
  );

  test("reach Terraform and the synthesis as variables", async () => {
    const line = fresh();
    await line.run(["plan", "dev", "--profile", "team"], { variables: { AWS_ACCESS_KEY_ID: "a" } });
    expect(line.synthCalls()).toEqual([expect.objectContaining({ AWS_PROFILE: "team" })]);
    expect(line.synthCalls()[0]).not.toHaveProperty("AWS_ACCESS_KEY_ID");
  });

  test("are told as they were given, in words for a shell", () => {
    const flags = { region: "eu-west-1", profile: "my team", env: "dev", local: true };
    expect(accountWords(flags)).toEqual(["--region", "eu-west-1", "--profile", "'my team'", "--env", "dev", "--local"]);
  });
});

describe("a profile", () => {
  test("wins over the keys in the variables", () => {
    const keys = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "c" };
    expect(accountVariables({ ...keys, HOME: "/home" }, { profile: "team" })).toEqual({
      HOME: "/home",
      AWS_PROFILE: "team",
    });
    expect(accountVariables(keys, {})).toEqual(keys);
  });
});

describe("the Region", () => {
  const place = placeIn("eu-central-1", "123456789012");
  const regions = { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-east-2" };
  const regionOf = async (
    flags: { region?: string },
    known: typeof place | undefined,
    variables: NodeJS.ProcessEnv,
  ) => {
    // Cast: without --local nothing else of the context is looked at.
    const context = { host: { variables } } as CommandContext;
    return (await connectAccount(context, flags, known)).region;
  };

  test("is that of the flag, then of the environment or the ARN, then of the variables", async () => {
    expect(await regionOf({ region: "eu-west-1" }, place, regions)).toBe("eu-west-1");
    expect(await regionOf({}, place, regions)).toBe("eu-central-1");
    expect(await regionOf({}, undefined, regions)).toBe("us-east-1");
    expect(await regionOf({}, undefined, { AWS_DEFAULT_REGION: "us-east-2" })).toBe("us-east-2");
  });

  test("has to be known", async () => {
    const none = { AWS_CONFIG_FILE: "/nowhere", AWS_PROFILE: "no-such-profile" };
    await expect(regionOf({}, undefined, none)).rejects.toThrow(UsageError);
  });
});
