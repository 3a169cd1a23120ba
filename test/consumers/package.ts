/** The package as others get it. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { cloneRepository } from "../support/clone";
import { type CommandOutcome, runCommand, succeeded } from "../support/dapf";

const QUIET = ["--prefer-offline", "--no-audit", "--no-fund"];

/** Describes what needs packages of npm's registry; where it is not to be reached, one skipped test says so. */
export function describeWithRegistry(title: string, tests: () => void): void {
  const { status } = spawnSync("npm", ["view", "constructs@10.8.1", "version"], { stdio: "ignore", timeout: 30_000 });
  const skipped = it.skip;
  describe(title, () => {
    if (status === 0) tests();
    else skipped("(skipped: npm reaches no registry)", () => undefined);
  });
}

/**
 * Runs `npm pack` in a copy of the repository, so that what a developer builds is neither seen nor disturbed.
 *
 * @param folder absolute path of an empty folder
 * @returns absolute path of the package
 */
export async function packDapf(folder: string): Promise<string> {
  const clone = path.join(folder, "clone");
  fs.mkdirSync(clone);
  cloneRepository(clone);
  await succeeded(runCommand("npm", ["pack", "--pack-destination", folder], { cwd: clone }));
  const name = fs.readdirSync(folder).find((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm pack has made no package");
  return path.join(folder, name);
}

/** Runs `npm install` with a package that is a file. */
export async function install(folder: string, tgz: string): Promise<void> {
  await succeeded(runCommand("npm", ["install", ...QUIET, tgz], { cwd: folder }));
}

/** Runs the `dapf` that is installed in a folder, or in one above it. */
export function dapfOf(folder: string, ...words: readonly string[]): Promise<CommandOutcome> {
  return runCommand("npx", ["--no-install", "dapf", ...words], { cwd: folder });
}
