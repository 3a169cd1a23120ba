import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/*
 * Below `.terraform/providers` Terraform has a folder for each provider, `<host>/<namespace>/<type>/<version>/<platform>`:
 * a link where it found the provider unpacked on this machine, else a folder with what it has downloaded, which is hundreds
 * of megabytes. The runs of a clone share what was downloaded; what is shared is never changed, and only replaced when Terraform has found it to be wrong.
 */

const DEPTH = 5;

/** @returns the providers that a stack's folder has: path below `.terraform/providers` -> absolute path of the folder */
export function installedProviders(stackPath: string): Record<string, string> {
  const providers = providersFolder(stackPath);
  return Object.fromEntries(packagesIn(providers).map((name) => [name, fs.realpathSync(path.join(providers, name))]));
}

/**
 * Makes providers known in a stack's folder that has none yet.
 *
 * @returns false when one of them has gone; then nothing is done
 */
export function linkProviders(stackPath: string, providers: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(providers);
  if (!entries.every(([, target]) => fs.existsSync(target))) return false;
  for (const [name, target] of entries) {
    const link = path.join(providersFolder(stackPath), name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.rmSync(link, { recursive: true, force: true });
    fs.symlinkSync(target, link);
  }
  return true;
}

/**
 * Moves what was downloaded for a stack to where other runs find it, and leaves links in its place.
 *
 * @param wereLinked whether the stack began with links to what is shared: then Terraform found that to be wrong
 */
export function shareProviders(stackPath: string, shared: string, wereLinked: boolean): void {
  const providers = providersFolder(stackPath);
  for (const name of packagesIn(providers)) {
    const own = path.join(providers, name);
    if (fs.lstatSync(own).isSymbolicLink()) continue;
    const target = path.join(shared, name);
    const old = `${target}.${randomUUID()}`;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (wereLinked && fs.existsSync(target)) fs.renameSync(target, old);
    // Of two runs that have downloaded the same, the first one's is used.
    if (fs.existsSync(target)) fs.rmSync(own, { recursive: true });
    else fs.renameSync(own, target);
    fs.symlinkSync(target, own);
    fs.rmSync(old, { recursive: true, force: true });
  }
}

function providersFolder(stackPath: string): string {
  return path.join(stackPath, ".terraform", "providers");
}

/** Paths below a folder of those that are as deep as a provider's, sorted. */
function packagesIn(folder: string, depth = DEPTH): string[] {
  if (!fs.existsSync(folder)) return [];
  if (depth === 0) return [""];
  const names = fs.readdirSync(folder).sort();
  return names.flatMap((name) => packagesIn(path.join(folder, name), depth - 1).map((rest) => path.join(name, rest)));
}
