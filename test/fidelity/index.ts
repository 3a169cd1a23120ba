/** `npm run fidelity -- <folder>`: moto's own tests against the embedded AWS and against plain moto. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Command } from "commander";
import { DapfError, EXIT_FAILED } from "../../errors";
import { readyPython } from "../../tools";
import { compare, type Run } from "./compare";
import { readKnown } from "./known";
import { checkTestModules, openMotoCopy, testFolders } from "./moto-copy";
import { endAll } from "./processes";
import { isAsListed, report } from "./report";
import { embedded, plainMoto, type Side } from "./sides";
import { runSuite, type Suite } from "./suite";

const EXIT_SIGNALLED = 128;
const repository = path.resolve(__dirname, "../..");
const SERVICES = ["batch", "glue", "stepfunctions", "sagemaker"];

interface Options {
  readonly service: readonly string[];
  readonly tests?: string;
  readonly long?: true;
  readonly json?: true;
}

const program = new Command("npm run fidelity --")
  .description(
    "Runs moto's own tests against the embedded AWS and against plain moto, and tells what passes on one of them only.\n" +
      "Exit code 1: a difference is not on the list of those that are right, or one of the list is no more.",
  )
  .argument("<folder>", "a copy of moto's repository, at the version that the embedded AWS has")
  .option("-s, --service <names...>", "whose tests", SERVICES)
  .option("-t, --tests <expression>", "only some of them, as pytest's -k selects them")
  .option("--long", "also name the tests that are as they should be")
  .option("--json", "print the comparison as JSON")
  .addHelpText(
    "after",
    "\nExamples:\n" +
      "  npm run fidelity -- ../moto\n" +
      "  npm run fidelity -- ../moto --service batch --tests 'job_queue and not tags' --long\n" +
      "  npm run fidelity --silent -- ../moto --service sqs sns --json",
  )
  .action((folder: string, options: Options) => fidelity(folder, options));

async function fidelity(folder: string, options: Options): Promise<void> {
  const copy = openMotoCopy(folder);
  const services = options.service.map((service) => ({ service, folders: testFolders(copy, service) }));
  const python = await readyPython({ root: repository, variables: process.env, tell });
  await checkTestModules(python);
  const scratch = path.join(os.tmpdir(), `dapf-fidelity-${process.pid}`);
  fs.mkdirSync(scratch);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      endAll();
      fs.rmSync(scratch, { recursive: true, force: true });
      process.exit(EXIT_SIGNALLED + os.constants.signals[signal]);
    });
  }
  const sides: Side[] = [];
  try {
    const [plain, ours] = [await plainMoto(python, scratch), await embedded(python)];
    sides.push(plain, ours);
    const runs: Run[] = [];
    for (const { service, folders } of services) {
      const suite = { copy, python, folders, selection: options.tests, scratch };
      runs.push({
        service,
        folders,
        plain: await told(service, suite, plain),
        embedded: await told(service, suite, ours),
      });
    }
    const comparison = compare(runs, readKnown(), options.tests !== undefined);
    console.log(
      options.json === true ? JSON.stringify(comparison, null, 2) : report(comparison, options.long === true),
    );
    if (!isAsListed(comparison)) process.exitCode = EXIT_FAILED;
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function told(service: string, suite: Suite, side: Side): Promise<Run["plain"]> {
  tell(`${service} on ${side.name} ...`);
  const began = performance.now();
  const outcomes = await runSuite(suite, side);
  const passed = outcomes.filter(({ outcome }) => outcome === "passed").length;
  tell(`${service} on ${side.name}: ${passed} of ${outcomes.length} pass, ${seconds(began)} s`);
  return outcomes;
}

const seconds = (began: number): number => Math.round((performance.now() - began) / 1000);

/** What is printed to standard output is the comparison. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof DapfError)) throw error;
  tell(error.message);
  process.exitCode = error.exitCode;
});
