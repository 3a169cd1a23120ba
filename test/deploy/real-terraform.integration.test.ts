import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { applyEnvironment, InterruptedError, planEnvironment, readOutput, TerraformFailedError } from "../../deploy";
import { temporaryFolder, write } from "./folders";
import { type Project, project } from "./project";
import { trigger } from "./trigger";
import { until } from "../support/until";

// Resources of the provider that is built into Terraform: no registry and no AWS are needed.
const root = temporaryFolder();
let count = 0;

jest.setTimeout(60_000);

const approved = { destroy: false, approve: undefined, outputs: false };
const plain = { destroy: false, details: false };
const state = "terraform.dev.tfstate";

/** A project with the real Terraform; `sleep` is how long its slow resource takes to create. */
function fresh(sleep = 0): Project {
  count += 1;
  const made = project(path.join(root, String(count)));
  made.synthScript({ rootFile: stackFile(sleep) });
  return { ...made, options: (more = {}) => made.options({ ...more, variables: realVariables(more.variables) }) };
}

function realVariables(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, TF_CLI_CONFIG_FILE: "/dev/null", ...more };
}

function stackFile(sleep: number): object {
  const slow = { input: "slow", provisioner: [{ "local-exec": { command: `sleep ${sleep}` } }] };
  return {
    resource: {
      terraform_data: {
        one: { input: "1" },
        slow: { ...slow, depends_on: ["terraform_data.one"] },
        last: { input: "3", depends_on: ["terraform_data.slow"] },
      },
    },
    output: { map: { value: { one: "${terraform_data.one.output}" } } },
  };
}

/** Names of the resources in the state file, those that have to be made anew marked with a `!`. */
function inState({ root: folder }: Project, file = state): string[] {
  // What Terraform writes; see "State" in its documentation.
  const { resources } = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as {
    resources: { name: string; instances: { status?: string }[] }[];
  };
  return resources.map(({ name, instances }) => (instances[0]?.status === "tainted" ? `${name}!` : name)).sort();
}

test("a deploy, a second plan, an output and a destroy", async () => {
  const made = fresh();
  const first = await applyEnvironment({ ...made.options(), ...approved });
  expect(first.applied?.summary).toMatchObject({ created: 4, changed: 0, destroyed: 0, failed: 0 });
  expect(first.outputs).toEqual({ map: { sensitive: false, value: { one: "1" } } });

  await expect(planEnvironment({ ...made.options(), ...plain })).resolves.toMatchObject({ hasChanges: false });
  await expect(readOutput(made.options(), "map")).resolves.toEqual({ one: "1" });

  const last = await applyEnvironment({ ...made.options(), ...approved, destroy: true });
  expect(last.applied?.summary).toMatchObject({ created: 0, destroyed: 4 });
  expect(inState(made)).toEqual([]);
});

test("a target in a module touches nothing else", async () => {
  const made = fresh();
  const { applied } = await applyEnvironment({ ...made.options({ targets: ["etl.wfs"] }), ...approved });
  expect(applied?.summary).toMatchObject({ created: 1 });
  expect(inState(made)).toEqual(["two"]);
  const told = made.events.flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic.summary] : []));
  expect(told).toEqual([]);
});

test("an update names its arguments, and a replacement what forces it", async () => {
  const made = fresh();
  await applyEnvironment({ ...made.options(), ...approved });
  const changed = { one: { input: "2" }, slow: { input: "slow" }, last: { input: "3", triggers_replace: "now" } };
  made.synthScript({ rootFile: { resource: { terraform_data: changed } } });
  const { changes, changedOutputs } = await planEnvironment({ ...made.options(), ...plain });
  expect(changes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ address: "terraform_data.one", action: "update", attributes: ["input", "output"] }),
      expect.objectContaining({
        address: "terraform_data.last",
        action: "replace",
        forcedBy: ["triggers_replace"],
      }),
    ]),
  );
  expect(changes).toHaveLength(2);
  expect(changedOutputs).toEqual(["map"]);
});

test("an interrupted deploy keeps what is done, and a second run finishes it", async () => {
  const made = fresh(20);
  const interrupts = trigger();
  const end = applyEnvironment({ ...made.options({ interrupts }), ...approved });
  await until(() => isRunning(made, "terraform_data.slow"));
  interrupts.pull();
  const error = await end.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InterruptedError);
  expect(inState(made)).toEqual(["one", "slow!", "two"]);
  // What providers wait for while they stand still; without it they would stand for longer.
  expect(logOf(made)).toContain('"@message":"Stopping operation..."');

  made.synthScript({ rootFile: stackFile(0) });
  const { applied } = await applyEnvironment({ ...made.options(), ...approved });
  expect(applied?.summary).toMatchObject({ created: 2, destroyed: 1, failed: 0 });
  expect(inState(made)).toEqual(["last", "one", "slow", "two"]);
});

test("a failed deploy keeps what is done, and a second run finishes it", async () => {
  const made = fresh();
  const failing = { input: "slow", provisioner: [{ "local-exec": { command: "exit 3" } }] };
  const resources = { one: { input: "1" }, slow: failing };
  made.synthScript({ rootFile: { resource: { terraform_data: resources } } });
  const error = await applyEnvironment({ ...made.options(), ...approved }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TerraformFailedError);
  expect(error).toMatchObject({ exitCode: 1, diagnostics: [{ address: "terraform_data.slow" }] });
  expect(inState(made)).toEqual(["one", "slow!", "two"]);

  made.synthScript({ rootFile: stackFile(0) });
  await applyEnvironment({ ...made.options(), ...approved });
  expect(inState(made)).toEqual(["last", "one", "slow", "two"]);
});

test("when Terraform is killed, its left-over lock does not stand in the way of a second run", async () => {
  const made = fresh(20);
  const pidFile = path.join(made.root, "terraform.pid");
  const binary = path.join(made.root, "terraform.sh");
  write(binary, `#!/bin/sh\necho $$ > "${pidFile}"\nexec terraform "$@"\n`, 0o755);
  const variables = { TERRAFORM_BINARY_NAME: binary };
  const end = applyEnvironment({ ...made.options({ variables }), ...approved });
  await until(() => isRunning(made, "terraform_data.slow"));
  process.kill(Number(fs.readFileSync(pidFile, "utf8")), "SIGKILL");
  const error = await end.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ exitCode: 137 });
  expect(fs.existsSync(path.join(made.root, `.${state}.lock.info`))).toBe(true);

  made.synthScript({ rootFile: stackFile(0) });
  await applyEnvironment({ ...made.options(), ...approved });
  expect(inState(made)).toEqual(["last", "one", "slow", "two"]);
});

test("when dapf is killed, Terraform finishes, and a second run waits for it", async () => {
  const made = fresh(3);
  const { emit, interrupts, variables, ...options } = made.options();
  expect([emit, interrupts]).toBeDefined();
  const library = path.resolve(__dirname, "../../deploy/index.ts");
  const code = `
    const { applyEnvironment, noInterrupts } = require(${JSON.stringify(library)});
    const emit = (event) => event.type === "operation-started" && console.log(event.operation.address);
    applyEnvironment({ ...${JSON.stringify({ ...options, ...approved })}, emit, interrupts: noInterrupts, variables: process.env });
  `;
  const parent = spawn(process.execPath, ["--require", require.resolve("../../bin/typescript.js"), "-e", code], {
    env: variables,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  parent.stdout.on("data", (text: Buffer) => (printed += text.toString()));
  await until(() => printed.includes("terraform_data.slow"));
  parent.kill("SIGKILL");

  const { plan } = await applyEnvironment({ ...made.options(), ...approved });
  expect(made.events).toContainEqual(expect.objectContaining({ type: "turn-wait" }));
  expect(plan.hasChanges).toBe(false);
  expect(inState(made)).toEqual(["last", "one", "slow", "two"]);
});

test("the state of the embedded AWS and the own one are kept apart, without a question when they change places", async () => {
  const made = fresh();
  await applyEnvironment({ ...made.options(), ...approved });
  const variables = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  await applyEnvironment({ ...made.options({ variables }), ...approved });
  expect(inState(made, `.dapf/local/${state}`)).toEqual(inState(made));
  await expect(planEnvironment({ ...made.options(), ...plain })).resolves.toMatchObject({ hasChanges: false });
});

test("a configuration that Terraform refuses is an error with the place", async () => {
  const made = fresh();
  made.synthScript({ rootFile: { output: { map: { value: "${terraform_data.missing.id}" } } } });
  const error = await planEnvironment({ ...made.options(), ...plain }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ command: "plan", exitCode: 1 });
  const [told] = made.events.flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic] : []));
  expect(told).toMatchObject({ summary: "Reference to undeclared resource", snippet: { context: "output.map" } });
});

function isRunning({ events }: Project, address: string): boolean {
  return events.some((event) => event.type === "operation-started" && event.operation.address === address);
}

/** What Terraform printed during the newest apply. */
function logOf({ root: folder }: Project): string {
  const runs = path.join(folder, ".dapf", "runs", "dev");
  const newest = fs.readdirSync(runs).sort().at(-1) ?? "";
  return fs.readFileSync(path.join(runs, newest, "apply.jsonl"), "utf8");
}
