import * as fs from "node:fs";
import * as path from "node:path";
import { applyEnvironment, planEnvironment } from "../../deploy";
import { until } from "../support/until";
import { temporaryFolder, write } from "./folders";
import { project } from "./project";

const root = temporaryFolder();

jest.setTimeout(60_000);

/*
 * Terraform's local backend makes an empty state file to lock it, and removes it after a plan. Whoever waits for that lock
 * holds the file open, gets the lock of what has been removed, and writes the state there: all is made, and nobody knows.
 * Source: Terraform 1.11, internal/states/statemgr/filesystem.go, `Lock` and `Unlock`.
 */
test("a first deploy that waits for a plan beside it keeps its state", async () => {
  const made = project(path.join(root, "clone"));
  const state = path.join(made.root, "terraform.dev.tfstate");
  made.synthScript({ rootFile: { terraform: { backend: { local: { path: state } } } } });
  const lock = path.join(made.root, ".terraform.dev.tfstate.lock.info");
  const slow = path.join(root, "slow-terraform");
  // Stands still for a second while it has the lock of the state, as a plan of many resources takes its time.
  const pause = `while [ ! -e "${lock}" ] && kill -0 $!; do sleep 0.01; done; kill -STOP $!; sleep 1; kill -CONT $!`;
  write(slow, `#!/bin/sh\n[ "$1" = plan ] || exec terraform "$@"\nterraform "$@" &\n${pause}\nwait $!\n`, 0o755);
  const variables = { PATH: process.env.PATH, HOME: process.env.HOME, TF_CLI_CONFIG_FILE: "/dev/null" };
  const beside = { ...made.options(), variables: { ...variables, TERRAFORM_BINARY_NAME: slow } };
  let plan: Promise<unknown> = Promise.resolve();
  const approve = async () => {
    plan = planEnvironment({ ...beside, destroy: false, details: false });
    await until(() => fs.existsSync(lock));
    return true;
  };

  const options = { ...made.options({ variables }), destroy: false, approve, outputs: false };
  const deployed = await applyEnvironment(options).finally(() => Promise.allSettled([plan]));

  expect(deployed.applied?.summary).toMatchObject({ created: 2, failed: 0 });
  await expect(plan).resolves.toMatchObject({ hasChanges: true });
  // What Terraform writes; see "State" in its documentation.
  const { resources } = JSON.parse(fs.readFileSync(state, "utf8")) as { resources: unknown[] };
  expect(resources).toHaveLength(2);
});
