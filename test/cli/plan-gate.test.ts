import * as path from "node:path";
import { temporaryFolder } from "../deploy/folders";
import { applyComplete, applyStart, planned } from "../deploy/stream";
import { commandLine } from "./command-line";

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  return commandLine(path.join(root, String(count)));
}

const table = "module.etl.aws_dynamodb_table.input_table";
const keyed = 'aws_ssm_parameter.inputs["training"]';
const deleted = (address: string) => [applyStart(address, "delete"), applyComplete(address, "delete")];
const deletes = {
  plan: { lines: [planned(table, "delete"), planned(keyed, "delete")], exitCode: 2 },
  apply: { lines: [...deleted(table), ...deleted(keyed)] },
};

describe("a deploy that would delete a table", () => {
  test("is refused with the addresses, and the words that let it through", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stderr } = await run(["deploy", "dev", "--auto-approve"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("The plan for dev is refused");
    expect(stderr).toContain(`  --allow-destroy ${table}\n`);
    expect(stderr).toContain(`  --allow-destroy '${keyed}'\n`);
  });

  test("passes with --allow-destroy for each", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const args = ["deploy", "dev", "--auto-approve", "--allow-destroy", table, "--allow-destroy", keyed];
    const { exitCode, stdout } = await run(args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("2 destroyed");
  });

  test("names what forces a replacement", async () => {
    const { run, terraform } = fresh();
    const change = { before: { hash_key: "a" }, after: {}, after_unknown: {}, replace_paths: [["hash_key"]] };
    terraform.script({
      plan: { lines: [planned(table, "replace")], exitCode: 2 },
      show: { lines: [JSON.stringify({ resource_changes: [{ address: table, change }] })] },
    });
    const { stderr } = await run(["plan", "dev"]);
    expect(stderr).toContain(`${table} (hash_key cannot change in place)`);
  });
});

describe("dapf plan", () => {
  test("shows the plan, is refused with 1, and says so in JSON, too", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stdout, stderr } = await run(["plan", "dev", "--json"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`  - ${table}`);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "StatefulLossError" } });
  });

  test("--destroy lists what would be lost", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stdout } = await run(["plan", "dev", "--destroy"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`would be lost for good:\n  ${table}\n`);
  });
});

describe("dapf destroy", () => {
  test("shows what would be lost and wants the environment's name for an answer", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stdout, stderr } = await run(["destroy", "dev"], { answers: ["yes", "dev"] });
    expect(stdout).toContain(`would be lost for good:\n  ${table}\n`);
    expect(stderr.match(/Answer dev, no, or details: /g)).toHaveLength(2);
    expect(exitCode).toBe(0);
  });

  test("with --auto-approve alone is refused", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stderr } = await run(["destroy", "dev", "--auto-approve"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Leave out --auto-approve to be asked about this list, or name each");
  });

  test("with --auto-approve takes a module for all that is in it", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const allow = ["--allow-destroy", "module.etl", "--allow-destroy", keyed];
    const { exitCode } = await run(["destroy", "dev", "--auto-approve", ...allow]);
    expect(exitCode).toBe(0);
  });

  test("of the embedded AWS needs no more than --auto-approve", async () => {
    const { run, terraform, aws } = fresh();
    aws.running = true;
    terraform.script(deletes);
    const { exitCode } = await run(["destroy", "dev", "--local", "--auto-approve"]);
    expect(exitCode).toBe(0);
  });
});
