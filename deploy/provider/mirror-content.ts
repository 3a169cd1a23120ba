import * as fs from "node:fs";
import * as path from "node:path";
import { mirrorFolder, type ProviderNeed } from "./address";

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

/** @returns names, in order; none of a folder that is not there or may not be read */
export function subfolders(folder: string): string[] {
  return entries(folder)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
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
