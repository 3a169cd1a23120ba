import * as fs from "node:fs";
import * as path from "node:path";
import { mirrorFolder, type ProviderNeed } from "./address";

/** How far a search may go. */
export interface SearchLimits {
  /** Levels below each starting point. */
  readonly depth: number;
  /** Folders that are looked into, all starting points together. */
  readonly folders: number;
  readonly milliseconds: number;
}

export const defaultLimits: SearchLimits = { depth: 5, folders: 20_000, milliseconds: 3_000 };

// Pseudo file systems, and folders that are large and never hold a mirror. Temporary folders are left out because
// anybody may write there, and what is found gets executed.
const skippedNames = new Set(["proc", "sys", "dev", "run", "tmp", "lost+found", "node_modules", ".git"]);

/**
 * Looks breadth first for a folder that Terraform can use as filesystem mirror for providers.
 *
 * @param starts absolute paths, looked into in this order
 * @param needs the providers; one folder has to hold them all
 * @param uid the user who would run the providers; only files of this user or of root are trusted
 * @returns the mirror's folder (the one that holds `registry.terraform.io/`); undefined when none was found in the limits
 */
export function searchMirror(
  starts: readonly string[],
  needs: readonly ProviderNeed[],
  uid: number,
  limits: SearchLimits = defaultLimits,
): string | undefined {
  const deadline = Date.now() + limits.milliseconds;
  const queue = starts.map((folder) => ({ folder, depth: 0 }));
  const seen = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next.folder)) continue;
    if (seen.size >= limits.folders || Date.now() > deadline) return undefined;
    seen.add(next.folder);
    const names = subfolders(next.folder);
    const isMirror = needs.every((need) => names.includes(need.host) && holdsProvider(next.folder, need, uid));
    if (isMirror) return next.folder;
    if (next.depth === limits.depth) continue;
    for (const name of names) {
      if (!skippedNames.has(name)) queue.push({ folder: path.join(next.folder, name), depth: next.depth + 1 });
    }
  }
  return undefined;
}

/**
 * @param mirror absolute path of a folder that may be a filesystem mirror
 * @returns whether it holds the provider for this platform, unpacked or packed, written by a trusted user
 */
export function holdsProvider(mirror: string, need: ProviderNeed, uid: number): boolean {
  const folder = mirrorFolder(mirror, need);
  const version = need.version;
  const versions = version === undefined ? subfolders(folder) : [version];
  const unpacked = versions.some((one) => {
    const platformFolder = path.join(folder, one, need.platform);
    const binary = filesIn(platformFolder).find((name) => name.startsWith(`terraform-provider-${need.type}`));
    return binary !== undefined && isTrusted(path.join(platformFolder, binary), uid);
  });
  if (unpacked) return true;
  const packedName = (name: string) =>
    name.startsWith(`terraform-provider-${need.type}_${version ?? ""}`) && name.endsWith(`_${need.platform}.zip`);
  const zip = filesIn(folder).find(packedName);
  return zip !== undefined && isTrusted(path.join(folder, zip), uid);
}

/** A provider is a program: nobody but this user and root may have written it. */
function isTrusted(file: string, uid: number): boolean {
  const WRITABLE_BY_OTHERS = 0o002;
  return [file, path.dirname(file)].every((one) => {
    const { uid: owner, mode } = fs.statSync(one);
    return (owner === 0 || owner === uid) && (mode & WRITABLE_BY_OTHERS) === 0;
  });
}

function subfolders(folder: string): string[] {
  return entries(folder)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function filesIn(folder: string): string[] {
  return entries(folder)
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name);
}

/** A folder that may not be read, or is gone by now, holds nothing for us. */
function entries(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
