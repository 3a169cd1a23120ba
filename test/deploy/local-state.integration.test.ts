import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { applyEnvironment, planEnvironment } from "../../deploy";
import { until } from "../support/until";
import { temporaryFolder, write } from "./folders";
import { project } from "./project";

const root = temporaryFolder();

jest.setTimeout(60_000);

/** A state of something else that the stack reads: a file, or a pipe, at which Terraform waits until something comes. */
const other = path.join(root, "other.tfstate");
const content = JSON.stringify({ version: 4, terraform_version: "1.11.0", serial: 1, lineage: "other", resources: [] });

/** Puts a link to a file of this name in the place of the state, in one step. */
function linkTo(name: string): void {
  fs.symlinkSync(name, `${other}.new`);
  fs.renameSync(`${other}.new`, other);
}

/** @returns the end of a pipe to write to, as soon as somebody reads from the other one */
async function openedByReader(pipe: string): Promise<number> {
  let writer: number | undefined;
  await until(() => {
    try {
      // fifo(7): without a reader this fails with ENXIO.
      writer = fs.openSync(pipe, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
    } catch {
      writer = undefined;
    }
    return writer !== undefined;
  });
  return writer ?? -1;
}

/*
 * Terraform's local backend makes an empty state file to lock it, and removes it after a plan. Whoever waits for that lock
 * holds the file open, gets the lock of what has been removed, and writes the state there: all is made, and nobody knows.
 * Source: Terraform 1.11, internal/states/statemgr/filesystem.go, `Lock` and `Unlock`.
 */
test("a first deploy that waits for a plan beside it keeps its state", async () => {
  const pipe = path.join(root, "pipe");
  execFileSync("mkfifo", [pipe]);
  write(path.join(root, "file"), content);
  linkTo("file");
  const made = project(path.join(root, "clone"));
  const state = path.join(made.root, "terraform.dev.tfstate");
  made.synthScript({
    rootFile: {
      terraform: { backend: { local: { path: state } } },
      data: { terraform_remote_state: { other: { backend: "local", config: { path: other } } } },
    },
  });
  const variables = { PATH: process.env.PATH, HOME: process.env.HOME, TF_CLI_CONFIG_FILE: "/dev/null" };
  const options = made.options({ variables });
  const isTold = (...types: string[]) => made.events.some(({ type }) => types.includes(type));
  let plan: Promise<unknown> = Promise.resolve();
  const approve = async () => {
    linkTo("pipe");
    plan = planEnvironment({ ...options, destroy: false, details: false });
    // The plan has the lock of the state by now, and waits.
    const writer = await openedByReader(pipe);
    expect(fs.existsSync(path.join(made.root, ".terraform.dev.tfstate.lock.info"))).toBe(true);
    linkTo("file");
    void until(() => isTold("turn-wait", "lock-wait")).finally(() => {
      fs.writeSync(writer, content);
      fs.closeSync(writer);
    });
    return true;
  };

  const deployed = await applyEnvironment({ ...options, destroy: false, approve, outputs: false });

  await expect(plan).resolves.toMatchObject({ hasChanges: true });
  expect(deployed.applied?.summary).toMatchObject({ created: 2, failed: 0 });
  // What Terraform writes; see "State" in its documentation.
  const { resources } = JSON.parse(fs.readFileSync(state, "utf8")) as { resources: { mode: string }[] };
  expect(resources.filter(({ mode }) => mode === "managed")).toHaveLength(2);
});
