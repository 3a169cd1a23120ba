import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { noInterrupts } from "../../deploy";
import * as emulator from "../../emulator";
import type { Host } from "../../cli/host";
import { runCli } from "../../cli/program";
import { Recorder } from "../cli/command-line";
import { temporaryFolder, write } from "../deploy/folders";
import { changeSettings, layOutTeamRepository } from "../support/hcl-project";
import { describeReferenceData } from "../support/reference-data";

const repository = path.resolve(__dirname, "../..");
const minutes = 60_000;
const table =
  'module.batch_training.module.training_construct.module.ddb_tables["input_table"].aws_dynamodb_table.this[0]';
const withoutAccount = { AWS_ENDPOINT_URL: undefined, AWS_PROFILE: undefined, AWS_ACCESS_KEY_ID: undefined };

interface Printed {
  readonly moved: readonly string[];
  readonly changed: readonly { readonly address: string; readonly attributes: readonly string[] }[];
  readonly destroyed: readonly string[];
  readonly kept: readonly string[];
  readonly problems: readonly { readonly kind: string; readonly address: string; readonly name?: string }[];
}

describeReferenceData("the adoption of what the HCL has deployed", (data) => {
  const folder = temporaryFolder();
  const state = path.join(folder, "hcl.tfstate");
  let root: string;

  beforeAll(() => {
    write(state, data.state());
    root = layOutTeamRepository(data);
    changeSettings(root, data, { enable_monitoring: false });
  });

  /** Runs `dapf adopt <environment> --json` on the state of the HCL, with a program in the place of `main.ts`. */
  async function adopt(program: string) {
    const stdout = new Recorder();
    const stderr = new Recorder();
    const host: Host = {
      root,
      program,
      variables: { ...process.env, ...withoutAccount, DAPF_ROOT: root, HOME: process.env.HOME },
      stdout,
      stderr,
      interrupts: noInterrupts,
      readInput: () => Promise.resolve(Buffer.alloc(0)),
      canAsk: false,
      ask: () => Promise.reject(new Error("nobody is there")),
    };
    const args = ["adopt", data.environment, "--state", state, "--json"];
    const exitCode = await runCli(args, host, () => Promise.resolve(emulator));
    // What the command prints; `error` instead of all this when it fails, and then the expectations do, too.
    return { exitCode, stderr: stderr.text, printed: JSON.parse(stdout.text) as Printed };
  }

  test(
    "loses nothing that holds state, needs no account, and leaves the given file as it is",
    async () => {
      const hash = () => createHash("sha256").update(fs.readFileSync(state)).digest("hex");
      const before = hash();

      const { exitCode, printed, stderr } = await adopt(path.join(repository, "main.ts"));

      expect({ exitCode, problems: printed.problems, stderr }).toMatchObject({ exitCode: 0, problems: [] });
      expect(printed.moved).toContain("module.batch_training.module.training_construct.aws_dynamodb_table.input_table");
      expect(printed.changed.every(({ attributes }) => attributes.length > 0)).toBe(true);
      // Monitoring is off: what the HCL made of it is nobody's any more.
      expect(printed.kept.filter((address) => !address.startsWith("module.monitoring[0]."))).toEqual([]);
      expect(hash()).toBe(before);
    },
    2 * minutes,
  );

  test(
    "fails with 1 and names the table when the move of one is missing",
    async () => {
      const program = path.join(folder, "main.js");
      write(program, programWithoutMove(table));

      const { exitCode, printed } = await adopt(program);

      expect(exitCode).toBe(1);
      expect(printed.destroyed).toContain(table);
      expect(printed.problems).toEqual([
        { kind: "destroyed", address: table, name: `${data.prefix}-training-input-table` },
      ]);
    },
    2 * minutes,
  );
});

/** The program of the repository, but for one move. */
function programWithoutMove(from: string): string {
  return `
    require(${JSON.stringify(path.join(repository, "main.ts"))});
    const fs = require("node:fs");
    const path = require("node:path");
    const file = path.join(process.env.CDKTF_OUTDIR, "stacks", process.env.DAPF_ENV, "cdk.tf.json");
    const root = JSON.parse(fs.readFileSync(file, "utf8"));
    const moved = root.moved.filter((one) => one.from !== ${JSON.stringify(from)});
    if (moved.length !== root.moved.length - 1) throw new Error("no such move");
    fs.writeFileSync(file, JSON.stringify({ ...root, moved }));
  `;
}
