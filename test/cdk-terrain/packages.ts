import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { cloneRepository } from "../support/clone";
import { temporaryFolder } from "../support/temporary-folder";

export const repository = path.resolve(__dirname, "../..");

/** Outside of what is compiled and linted; kept from one run to the next. */
const folder = path.join(repository, ".dapf/cdk-terrain");
const files = ["package.json", "package-lock.json"];

/**
 * Installs what `package-lock.json` beside this file names, unless that has been done before.
 *
 * @returns what npm says when it cannot; nothing when the packages are there
 */
export function installPackages(): string | undefined {
  const same = files.every((file) => textOf(path.join(folder, file)) === textOf(path.join(__dirname, file)));
  const finished = path.join(folder, "node_modules/.finished");
  if (same && fs.existsSync(finished)) return undefined;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const file of files) fs.cpSync(path.join(__dirname, file), path.join(folder, file));
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { status, stderr, error } = spawnSync("npm", ["ci", ...options], { cwd: folder, encoding: "utf8" });
  if (status !== 0) return error?.message ?? stderr;
  fs.writeFileSync(finished, "");
  return undefined;
}

function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

/**
 * Copies this repository, with links to its packages.
 *
 * @param gone packages of this repository that the copy does not have
 * @param own packages that it has from {@link installPackages} instead
 * @returns absolute path of the copy
 */
export function project(gone: readonly string[], own: readonly string[]): string {
  const root = temporaryFolder();
  cloneRepository(root);
  const packages = path.join(root, "node_modules");
  fs.rmSync(packages);
  const link = (name: string, from: string) => {
    fs.mkdirSync(path.dirname(path.join(packages, name)), { recursive: true });
    fs.symlinkSync(path.join(from, "node_modules", name), path.join(packages, name));
  };
  for (const name of packagesIn(repository).filter((name) => !gone.includes(name))) link(name, repository);
  for (const name of own) link(name, folder);
  return root;
}

function packagesIn(root: string): string[] {
  const inFolder = (name: string) => fs.readdirSync(path.join(root, "node_modules", name));
  return inFolder(".")
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => (name.startsWith("@") ? inFolder(name).map((one) => `${name}/${one}`) : [name]));
}
