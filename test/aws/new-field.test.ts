import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import { z } from "zod";
import { temporaryFolder } from "../support/temporary-folder";

// A fixture type: AWS adds an optional field to quota shares, in the copy of the SDK's types that a copy of the product uses.

const repository = path.resolve(__dirname, "../..");
const FIELD = "burstSeconds";
const TABLE = "aws/batch/requests/quota-share.ts";
const PROBE = "test/aws/new-field-probe.ts";
const HAVE_IT = [
  "CreateQuotaShareRequest",
  "UpdateQuotaShareRequest",
  "QuotaShareDetail",
  "DescribeQuotaShareResponse",
];

const copy = temporaryFolder();
const files = copyProduct();

// The whole product is compiled twice.
jest.setTimeout(180_000);

describe("a field that AWS adds to quota shares", () => {
  let program: ts.Program | undefined;
  const filesWithErrors = () => {
    program = ts.createProgram(files, compilerOptions(), undefined, program);
    const found = ts.getPreEmitDiagnostics(program).map(({ file }) => file?.fileName ?? "");
    return [...new Set(found)].map((file) => path.relative(copy, file));
  };

  it("is a compile error in exactly one file, until somebody decides about it", () => {
    expect(filesWithErrors()).toEqual([TABLE]);
  });

  it("is everywhere with one line in that file: types, files, synthesis, emulator, drift and show", () => {
    change(TABLE, "  state: switched,", `  state: switched,\n  ${FIELD}: whole(),`);
    // Typed by the SDK, in the file of an environment.
    change(
      "environments/jenkins-pl.queues.ts",
      'strategy: "RESERVE" },',
      `strategy: "RESERVE" },\n      ${FIELD}: 30,`,
    );
    expect(filesWithErrors()).toEqual([]);

    const { drift, shown, ...emulated } = probed.parse(JSON.parse(run(PROBE, copy, FIELD)));

    expect(emulated).toEqual({ created: 30, updated: 60, patched: 90, model: 90 });
    expect(drift.find(({ name }) => name === "team-c-reserves")).toMatchObject({ path: FIELD, declared: 30, live: 31 });
    expect(shown).toContain(`${FIELD} 31`);
    expect(synthesized()).toContain('\\"BurstSeconds\\":30');
    expect(synthesized()).toContain('\\"BurstSeconds\\":{\\"type\\":\\"integer\\"}');
  });
});

const probed = z.object({
  created: z.unknown(),
  updated: z.unknown(),
  patched: z.unknown(),
  model: z.unknown(),
  drift: z.array(
    z.object({ name: z.string(), path: z.string(), declared: z.unknown().optional(), live: z.unknown().optional() }),
  ),
  shown: z.string(),
});

/** @returns the names of the files to check */
function copyProduct(): string[] {
  const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: repository, encoding: "utf8" });
  const wanted = tracked.split("\n").filter((file) => {
    return (
      /^(?!test|bench|docs|jenkins)\S+\.(ts|js|json|py|ya?ml)$/.test(file) && fs.existsSync(path.join(repository, file))
    );
  });
  const helpers = ["test/emulator/batch/account.ts", "test/emulator/cloudcontrol/control.ts", PROBE];
  for (const file of [...wanted, ...helpers]) {
    fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    fs.copyFileSync(path.join(repository, file), path.join(copy, file));
  }
  linkPackages();
  return [...wanted, ...helpers].filter((file) => file.endsWith(".ts")).map((file) => path.join(copy, file));
}

/** All but what is kept there of compiled files, and with other types of AWS Batch. */
function linkPackages(): void {
  const packages = path.join(repository, "node_modules");
  fs.mkdirSync(path.join(copy, "node_modules"));
  for (const name of fs.readdirSync(packages).filter((one) => one !== ".cache")) {
    fs.symlinkSync(path.join(packages, name), path.join(copy, "node_modules", name));
  }
  const types = path.join(copy, "sdk-types");
  fs.cpSync(path.join(packages, "@aws-sdk/client-batch/dist-types"), types, { recursive: true });
  const models = path.join(types, "models/models_0.d.ts");
  const text = HAVE_IT.reduce(
    (all, name) => {
      const head = new RegExp(`export interface ${name} \\{`);
      if (!head.test(all)) throw new Error(`the SDK has no ${name}`);
      return all.replace(head, `$&\n    ${FIELD}?: number | undefined;`);
    },
    fs.readFileSync(models, "utf8"),
  );
  fs.writeFileSync(models, text);
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(repository, "tsconfig.json"), (file) => ts.sys.readFile(file)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, copy);
  return { ...options, paths: { "@aws-sdk/client-batch": [path.join(copy, "sdk-types/index.d.ts")] } };
}

function change(file: string, from: string, to: string): void {
  const text = fs.readFileSync(path.join(copy, file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  fs.writeFileSync(path.join(copy, file), text.replace(from, to));
}

function run(...words: string[]): string {
  const variables = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  return execFileSync(process.execPath, ["--require", "./bin/typescript.js", ...words], {
    cwd: copy,
    encoding: "utf8",
    env: { ...variables, DAPF_ENV: "jenkins-pl", CDKTF_OUTDIR: path.join(copy, "cdktf.out") },
  });
}

function synthesized(): string {
  run("main.ts");
  return fs.readFileSync(path.join(copy, "cdktf.out/stacks/jenkins-pl/modules/training_queues/main.tf.json"), "utf8");
}
