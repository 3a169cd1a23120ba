import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { providerName, providerNeed } from "./provider-address";
import type { StackFolder } from "./stack-folder";

/*
 * `terraform init` costs about a second, most of it for checking the provider's checksum, and there is nothing to do
 * unless the providers, the backend or the module calls have changed. So a successful init leaves a record in
 * Terraform's data folder. The record vouches for two things: what init depends on, and what init left behind, so that
 * an init by somebody else (plain `cdktf deploy`, another backend) makes it void.
 */

const record = z.object({ configuration: z.string(), leftBehind: z.string() });

/** Where Terraform keeps what `init` makes. */
export function dataFolder(stack: StackFolder, variables: Readonly<Record<string, string | undefined>>): string {
  return path.resolve(stack.path, variables.TF_DATA_DIR ?? ".terraform");
}

/** @returns whether the last init still holds, as far as files can tell. */
export function isInitialized(stack: StackFolder, variables: Readonly<Record<string, string | undefined>>): boolean {
  const data = dataFolder(stack, variables);
  try {
    const known = record.parse(JSON.parse(fs.readFileSync(recordFile(data), "utf8")));
    return (
      known.configuration === configurationHash(stack) &&
      known.leftBehind === leftBehindHash(stack, data) &&
      hasProviders(stack, data)
    );
  } catch {
    // No record, or a damaged one: init decides for itself.
    return false;
  }
}

/** Notes that `terraform init` has just succeeded. */
export function recordInit(stack: StackFolder, variables: Readonly<Record<string, string | undefined>>): void {
  const data = dataFolder(stack, variables);
  const entry: z.infer<typeof record> = {
    configuration: configurationHash(stack),
    leftBehind: leftBehindHash(stack, data),
  };
  fs.mkdirSync(data, { recursive: true });
  fs.writeFileSync(recordFile(data), `${JSON.stringify(entry)}\n`);
}

/** @returns whether the lock file holds another version of a provider than the stack asks for. */
export function needsUpgrade(stack: StackFolder): boolean {
  const locked = lockedProviders(stack);
  const wanted = stack.modules.flatMap((module) => Object.values(module.requiredProviders));
  return wanted.some(({ source, version }) => {
    const need = providerNeed(source, version, "");
    const found = locked.find(({ name }) => name === providerName(need));
    return found !== undefined && need.version !== undefined && found.version !== need.version;
  });
}

const recordFile = (data: string) => path.join(data, "dapf-init.json");
const lockFile = (stack: StackFolder) => path.join(stack.path, ".terraform.lock.hcl");

function configurationHash(stack: StackFolder): string {
  const modules = stack.modules.map(({ names, source, requiredProviders }) => ({ names, source, requiredProviders }));
  return hash([JSON.stringify({ modules, version: stack.requiredVersion, backend: stack.backend })]);
}

function leftBehindHash(stack: StackFolder, data: string): string {
  const files = [path.join(data, "terraform.tfstate"), path.join(data, "modules", "modules.json"), lockFile(stack)];
  return hash(files.map((file) => readIfFile(file) ?? ""));
}

/** The provider folders are links into a mirror, which may have gone. */
function hasProviders(stack: StackFolder, data: string): boolean {
  return lockedProviders(stack).every(({ name, version }) => {
    const folder = path.join(data, "providers", ...name.split("/"), version);
    return (
      fs.existsSync(folder) && fs.readdirSync(folder).some((platform) => fs.existsSync(path.join(folder, platform)))
    );
  });
}

function lockedProviders(stack: StackFolder): { name: string; version: string }[] {
  const lock = readIfFile(lockFile(stack)) ?? "";
  const blocks = lock.matchAll(/provider "([^"]+)" \{\s*version\s*=\s*"([^"]+)"/g);
  return [...blocks].map(([, name = "", version = ""]) => ({ name, version }));
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function readIfFile(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
