import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { bucket, type Instance, stateText } from "../deploy/adoption/state-text";
import { temporaryFolder, write } from "../deploy/folders";
import { diagnostic, planned, previous } from "../deploy/stream";
import { commandLine } from "./command-line";

const root = temporaryFolder();
let count = 0;

const prefix = "jenkins-dev-apsouth1";
const arn = (account: string) => ({ arn: `arn:aws:dynamodb:ap-south-1:${account}:table/x` });
const table: Instance = {
  module: 'module.tables["input"]',
  type: "aws_dynamodb_table",
  name: "this",
  key: 0,
  attributes: { name: `${prefix}-training-input-table`, ...arn("123456789012") },
};
const oldTable = 'module.tables["input"].aws_dynamodb_table.this[0]';
const newTable = "module.etl.aws_dynamodb_table.input_table";
const extra: Instance = { type: "aws_sns_topic", name: "extra", attributes: { name: "extra" } };
const moved = { moved: [{ from: oldTable, to: newTable }] };

/** A repository whose stack moves the table, with a state file to adopt. */
function fresh(instances: readonly Instance[] = [table], more: object = {}) {
  count += 1;
  const made = commandLine(path.join(root, String(count)));
  const state = path.join(made.root, "old.tfstate");
  write(state, stateText(instances, more));
  made.synthScript({ rootFile: moved });
  const adopt = (...flags: string[]) => made.run(["adopt", "dev", "--state", state, ...flags]);
  return { ...made, state, adopt };
}

const shown = (address: string, change: object) => {
  return { lines: [JSON.stringify({ resource_changes: [{ address, change }] })] };
};
const movesAndChanges = {
  plan: { lines: [planned(newTable, "update", previous(oldTable))], exitCode: 2 },
  show: shown(newTable, { before: { ttl: 1 }, after: { ttl: 2 }, after_unknown: {} }),
};
const replaces = {
  plan: { lines: [planned(newTable, "replace", previous(oldTable))], exitCode: 2 },
  show: shown(newTable, { before: { hash_key: "a" }, after: {}, after_unknown: {}, replace_paths: [["hash_key"]] }),
};

describe("dapf adopt", () => {
  test("has a help text with examples and the exit codes", async () => {
    const { exitCode, stdout } = await fresh().run(["adopt", "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("Exit codes:");
  });

  test("shows what moves and what changes, with the arguments, and the commands that do it", async () => {
    const { adopt, terraform } = fresh();
    terraform.script(movesAndChanges);
    const { exitCode, stdout } = await adopt();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Moved (1):\n  > ${newTable} (was ${oldTable})\n`);
    expect(stdout).toContain(`Changed in place (1):\n  ~ ${newTable} (ttl)\n`);
    expect(stdout).toContain(
      "Adoption of dev: 1 moved, 1 changed in place, 0 created, 0 destroyed, of 1 resource in the state",
    );
    const backup = stdout.indexOf("old.tfstate dev.before-dapf.tfstate");
    expect(backup).toBeGreaterThan(stdout.indexOf("1. Back up the state"));
    expect(stdout.indexOf("npx dapf deploy dev")).toBeGreaterThan(backup);
  });

  test("prints one JSON object with the addresses", async () => {
    const { adopt, terraform } = fresh([table, extra]);
    terraform.script(movesAndChanges);
    const { exitCode, stdout } = await adopt("--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      command: "adopt",
      environment: "dev",
      instances: 2,
      moved: [newTable],
      changed: [{ address: newTable, attributes: ["ttl"] }],
      created: [],
      destroyed: [],
      replaced: [],
      kept: ["aws_sns_topic.extra"],
      problems: [],
      moves: [{ from: oldTable, to: newTable }],
    });
  });

  test("fails with 1 when a table would be replaced, names it, and prints no commands", async () => {
    const { adopt, terraform } = fresh();
    terraform.script(replaces);
    const { exitCode, stdout } = await adopt();
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      `  ${newTable} (${prefix}-training-input-table) would be replaced: hash_key cannot change in place\n`,
    );
    expect(stdout).not.toContain("npx dapf deploy");
  });

  test("fails with 1 in JSON, too, and the object says why", async () => {
    const { adopt, terraform } = fresh();
    terraform.script(replaces);
    const { exitCode, stdout } = await adopt("--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      destroyed: [newTable],
      problems: [{ kind: "replaced", address: newTable }],
    });
  });

  test("keeps what dapf does not know, lists it, and has a command that takes it out of the state", async () => {
    const { adopt, terraform } = fresh([table, { ...extra, key: "a b" }]);
    terraform.script(movesAndChanges);
    const { stdout } = await adopt();
    expect(stdout).toContain('outside of the state (1):\n  x aws_sns_topic.extra["a b"]\n');
    expect(stdout).toMatch(
      /terraform state rm -state=\S+terraform\.dev\.tfstate\s+\\?\s*'aws_sns_topic\.extra\["a b"\]'/,
    );
  });

  test("leaves the given file as it is, and no copy of it behind", async () => {
    const { adopt, terraform, state, root: folder } = fresh();
    terraform.script(movesAndChanges);
    const hash = () => createHash("sha256").update(fs.readFileSync(state)).digest("hex");
    const before = { hash: hash(), time: fs.statSync(state).mtimeMs };
    await adopt();
    expect({ hash: hash(), time: fs.statSync(state).mtimeMs }).toEqual(before);
    const files = fs.readdirSync(path.join(folder, ".dapf"), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => /tfstate|tfplan/.test(file))).toEqual([]);
  });

  test("changes nothing: the synthesized stack of the environment is another one", async () => {
    const { adopt, terraform, root: folder } = fresh();
    terraform.script(movesAndChanges);
    await adopt();
    expect(fs.existsSync(path.join(folder, "cdktf.out"))).toBe(false);
    expect(terraform.calls().map(({ args }) => args[0])).toEqual(["version", "version", "init", "plan", "show"]);
  });
});

describe("the account of a preview", () => {
  const argsOf = (terraform: ReturnType<typeof fresh>["terraform"]) =>
    terraform.calls().find(({ args }) => args[0] === "plan");

  test("is an embedded AWS of its own: no credentials are needed, and the state is believed", async () => {
    const { adopt, terraform, aws } = fresh();
    terraform.script(movesAndChanges);
    await adopt();
    expect(aws.ephemeral).toEqual([{ network: {} }]);
    expect(argsOf(terraform)?.args).toContain("-refresh=false");
    expect(argsOf(terraform)?.variables).toMatchObject({ AWS_ACCESS_KEY_ID: "123456789012" });
  });

  test("has the VPC of the state", async () => {
    const module = "module.batch_inferencing.module.sg";
    const group: Instance = { module, type: "aws_security_group", name: "g", attributes: { vpc_id: "vpc-1" } };
    const compute: Instance = {
      module,
      type: "aws_batch_compute_environment",
      name: "c",
      attributes: { compute_resources: [{ subnets: ["subnet-1"] }] },
    };
    const { adopt, terraform, aws } = fresh([table, group, compute]);
    terraform.script(movesAndChanges);
    await adopt();
    expect(aws.ephemeral).toEqual([{ network: { vpcId: "vpc-1", subnetIds: ["subnet-1"] } }]);
  });

  test("is the real one with --refresh", async () => {
    const { adopt, terraform, aws } = fresh();
    terraform.script(movesAndChanges);
    await adopt("--refresh");
    expect(aws.ephemeral).toEqual([]);
    expect(argsOf(terraform)?.args).not.toContain("-refresh=false");
    expect(argsOf(terraform)?.variables).not.toHaveProperty("AWS_ENDPOINT_URL");
  });

  test("is the embedded AWS of the clone with --local, which has to run", async () => {
    const { adopt, terraform, aws } = fresh();
    terraform.script(movesAndChanges);
    const { exitCode, stderr } = await adopt("--local");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dapf local up");

    aws.running = true;
    const { stdout } = await adopt("--local");
    expect(aws.ephemeral).toEqual([]);
    expect(stdout).toContain("npx dapf deploy dev --local");
  });
});

describe("the commands that adopt it", () => {
  test("are for the profile and the Region that were given, in words of a shell", async () => {
    const { adopt, terraform } = fresh();
    terraform.script(movesAndChanges);
    const { stdout } = await adopt("--profile", "prod admin", "--region", "ap-south-1");
    expect(stdout).toContain("npx dapf plan dev --profile 'prod admin' --region ap-south-1\n");
    expect(stdout).toContain("npx dapf deploy dev --profile 'prod admin' --region ap-south-1\n");
  });

  test("take the byte order mark off a state that begins with one", async () => {
    const { adopt, terraform, state } = fresh();
    fs.writeFileSync(state, `\uFEFF${fs.readFileSync(state, "utf8")}`);
    terraform.script(movesAndChanges);
    const { exitCode, stdout } = await adopt();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/tail -c \+4 \S*old\.tfstate > dev\.before-dapf\.tfstate\n/);
  });

  test("are not printed while the state has nothing of a module, unless that is to be made", async () => {
    const role: Instance = { ...extra, type: "aws_iam_role" };
    const made = fresh([{ ...role, attributes: { name: `${prefix}-x` } }]);
    made.terraform.script({
      plan: { lines: [planned(newTable, "create")], exitCode: 2 },
      show: shown(newTable, { before: null, after: {}, after_unknown: {} }),
    });
    const refused = await made.adopt();
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain(
      "  module.etl (1 resource): if another state has it, bring it here: terraform state mv ",
    );
    expect(refused.stdout).not.toContain("npx dapf deploy");

    const { exitCode, stdout } = await made.adopt("--create", "module.etl");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("npx dapf deploy dev");
  });
});

describe("a state that cannot be adopted is one message:", () => {
  async function refusal(instances: readonly Instance[], more: object = {}) {
    const { adopt, terraform } = fresh(instances, more);
    const { exitCode, stderr } = await adopt();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dapf: /);
    expect(stderr).not.toContain("    at ");
    expect(terraform.calls().map(({ args }) => args[0])).not.toContain("plan");
    return stderr;
  }

  test("of another environment", async () => {
    const message = await refusal([bucket("jenkins-pl-apsouth1-analytics-etl")]);
    expect(message).toContain(
      "is the state of another environment, whose names begin with jenkins-pl-apsouth1; those of dev begin with " +
        "jenkins-dev-apsouth1.",
    );
  });

  test("of no platform", async () => {
    expect(await refusal([bucket("website")])).toContain("is the state of no platform");
  });

  test("of another account", async () => {
    const foreign = { ...table, attributes: { ...table.attributes, ...arn("999999999999") } };
    expect(await refusal([foreign])).toContain(
      "is the state of account 999999999999, and dev is for account 123456789012.",
    );
  });

  test("of a newer format", async () => {
    expect(await refusal([table], { version: 5 })).toContain(
      "has state format 5, and dapf reads format 4: a newer dapf is needed.",
    );
  });

  test("of an older format", async () => {
    expect(await refusal([table], { version: 3 })).toContain("run terraform apply -refresh-only with the HCL");
  });

  test("of a newer Terraform", async () => {
    expect(await refusal([table], { terraform_version: "1.12.0" })).toContain(
      "was written by Terraform 1.12.0, and installed is 1.11.4: install 1.12.0 or newer.",
    );
  });

  test("of OpenTofu, of another case of the same kind, with the commands that make it fit", async () => {
    const { run, root: folder } = fresh();
    const file = path.join(folder, "tofu.tfstate");
    write(file, stateText([table]).replaceAll("registry.terraform.io", "registry.opentofu.org"));
    const { exitCode, stderr, stdout } = await run(["adopt", "dev", "--state", file, "--profile", "prod"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^dapf: .*tofu\.tfstate was written by OpenTofu/),
      expect.stringMatching(/^ {2}cp \S+ dev\.mended\.tfstate$/),
      expect.stringContaining("terraform state replace-provider -auto-approve -state=dev.mended.tfstate"),
      "  npx dapf adopt dev --state dev.mended.tfstate --profile prod",
      "",
    ]);
  });

  test("with an address that is taken", async () => {
    const other: Instance = { ...table, module: "module.etl", name: "input_table", key: undefined };
    const message = await refusal([table, other]);
    expect(message).toContain(`  ${oldTable}\n    is to move to ${newTable}\n`);
  });

  test("without resources", async () => {
    expect(await refusal([])).toContain("holds no resources: there is nothing to adopt.");
  });

  test("that is damaged, with the place", async () => {
    const { run, root: folder } = fresh();
    const file = path.join(folder, "damaged.tfstate");
    write(file, '{"version": 4,');
    const { exitCode, stderr } = await run(["adopt", "dev", "--state", file]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/damaged\.tfstate is not valid JSON: .* \(line 1, column 15\)\./);
  });

  test("that is not there", async () => {
    const { exitCode, stderr } = await fresh().run(["adopt", "dev", "--state", "nowhere.tfstate"]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe("dapf: nowhere.tfstate: there is no such file or folder.\n");
  });

  test("that is not named", async () => {
    const { exitCode, stderr } = await fresh().run(["adopt", "dev"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("required option '--state <where>' not specified");
  });

  test("of a newer AWS provider, once for all resources, and with what reads the first of them anew", async () => {
    const { adopt, terraform } = fresh([{ ...table, attributes: { ...table.attributes, id: "the-id" } }]);
    const tooNew = (address: string) =>
      diagnostic(
        "error",
        "Resource instance managed by newer provider version",
        `The current state of ${address} was created by a newer provider version than is currently selected.`,
      );
    terraform.script({ plan: { lines: [tooNew(newTable), tooNew("aws_s3_bucket.b")], exitCode: 1 } });
    const { exitCode, stdout, stderr } = await adopt();
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain("Resource instance managed");
    const [sentence, ...commands] = stderr.trimEnd().split("\n");
    expect(sentence).toContain(`was written with a newer AWS provider than dapf's`);
    expect(sentence).toContain(`(${oldTable}, aws_s3_bucket.b)`);
    expect(commands).toEqual([
      "  terraform init -upgrade",
      `  terraform state rm '${oldTable}'`,
      `  terraform import '${oldTable}' the-id`,
    ]);
  });

  test("that Terraform cannot plan with, after Terraform's own words", async () => {
    const { adopt, terraform } = fresh();
    terraform.script({
      plan: { lines: [diagnostic("error", "Provider configuration not present")], exitCode: 1 },
    });
    const { exitCode, stdout, stderr } = await adopt();
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Error: Provider configuration not present");
    expect(stderr).toContain("terraform plan failed");
  });
});
