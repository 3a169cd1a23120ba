/** Runs moto's tests of a service with pytest against one side. */
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import type { Python } from "../../tools";
import type { Outcome } from "./compare";
import { ProcessFailedError } from "./errors";
import type { MotoCopy } from "./moto-copy";
import { begin, lastOutput } from "./processes";
import { plainVariables, type Side } from "./sides";

const PLUGIN = "moto_tests_elsewhere";
/** pytest: some tests failed; no test was selected. */
const ENDED_WELL = [0, 1, 5];

const line = z.object({
  test: z.string(),
  outcome: z.enum(["passed", "failed", "skipped"]),
  reason: z.string(),
  seconds: z.number(),
});

export interface Suite {
  readonly copy: MotoCopy;
  readonly python: Python;
  readonly folders: readonly string[];
  /** Expression of pytest that selects tests. @default all */
  readonly selection?: string | undefined;
  /** Folder for files of this run. */
  readonly scratch: string;
}

/** @throws ProcessFailedError when pytest does not come to an end with tests */
export async function runSuite({ copy, python, folders, selection, scratch }: Suite, side: Side): Promise<Outcome[]> {
  const outcomes = path.join(scratch, `outcomes-${Date.now()}.jsonl`);
  const args = [
    ...["-m", "pytest", "-p", PLUGIN, "-p", "no:cacheprovider", "-q", "--continue-on-collection-errors"],
    // Neither warnings nor settings of the copy change what is run.
    ...["-W", "ignore", "-c", "/dev/null", "--rootdir", copy.folder],
    ...(selection === undefined ? [] : ["-k", selection]),
    ...folders.map((folder) => path.join(copy.folder, "tests", folder)).filter((folder) => fs.existsSync(folder)),
  ];
  const { code, output } = await run(python.executable, args, scratch, {
    ...plainVariables(),
    ...side.variables,
    TEST_SERVER_MODE: "true",
    TEST_SERVER_MODE_ENDPOINT: side.endpoint,
    FIDELITY_OUTCOMES: outcomes,
    PYTHONPATH: __dirname,
    PYTHONDONTWRITEBYTECODE: "1",
    // Neither the caller's profile nor the machine's role.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  });
  if (!ENDED_WELL.includes(code)) throw new ProcessFailedError("pytest", output);
  return fs.existsSync(outcomes) ? read(outcomes) : [];
}

function read(file: string): Outcome[] {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const outcomes = lines.filter((text) => text !== "").map((text) => line.parse(JSON.parse(text)));
  return outcomes.map((one) => ({ ...one, test: one.test.replace(/^tests\//, "") }));
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = begin(command, args, cwd, env);
    const output = lastOutput(child);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: output() }));
  });
}
