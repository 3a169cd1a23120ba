import * as fs from "node:fs";
import * as path from "node:path";
import { DapfError } from "../../errors";
import { writeWhole } from "../../locks";
import { defaultLimits, holdsProvider, searchMirror, type SearchLimits } from "./mirror-search";
import { providerName, type ProviderNeed } from "./address";
import { ProviderMemory, type ProviderSource, type RememberedSource } from "./source";
import type { Probe } from "./registry-probe";
import { choosesProviders, findUserCliConfig, mirrorCliConfig, pluginCacheDir, type UserCliConfig } from "./cli-config";

/** The registry does not answer, and no copy of the providers was found on this machine. */
export class ProviderUnreachableError extends DapfError {
  constructor(
    readonly providers: readonly ProviderNeed[],
    /** Where a copy can be put so that Terraform finds it. */
    readonly suggestedFolder: string,
  ) {
    const names = providers.map((one) => `${providerName(one)} ${one.version ?? ""} for ${one.platform}`).join(", ");
    super(
      [
        "The Terraform registry cannot be reached, and no copy of the provider was found on this machine.",
        `Needed: ${names}`,
        `Connect to the internet, or put a filesystem mirror of it into ${suggestedFolder}`,
        "(on a connected machine: terraform providers mirror <folder>).",
      ].join("\n"),
    );
  }
}

/** What the choice of a provider source depends on. */
export interface ProviderSourceOptions {
  /** Absolute path of the repository, where what was found is remembered. */
  readonly root: string;
  /** Absolute path of the file to write that makes a mirror known to Terraform. */
  readonly configFile: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the user's home folder. */
  readonly home: string;
  readonly uid: number;
  readonly needs: readonly ProviderNeed[];
  readonly probe: Probe;
  /** Absolute paths where the search begins. @default home, then the usual places for shared software */
  readonly searchStarts?: readonly string[];
  /** @default defaultLimits */
  readonly searchLimits?: SearchLimits;
}

/**
 * Decides where Terraform gets its providers from, in this order: the user's own CLI configuration; a folder in which
 * Terraform looks by itself; what an earlier run found; the registry, if it answers; a mirror somewhere on this machine.
 * For a mirror it writes the configuration file.
 *
 * @throws ProviderUnreachableError
 */
export async function findProviderSource(options: ProviderSourceOptions): Promise<ProviderSource> {
  const { root, configFile, variables, home, uid, needs } = options;
  const { config, missingFile } = findUserCliConfig(variables, home);
  const common = {
    providers: needs,
    remembered: false,
    ...(missingFile === undefined ? {} : { missingConfigFile: missingFile }),
  };
  if (config !== undefined && choosesProviders(config)) return { kind: "user-config", file: config.file, ...common };

  if (needs.length === 0) return { kind: "registry", ...common };

  const implied = impliedMirrors(variables, home).find((folder) => holdsAll(folder, needs, uid));
  if (implied !== undefined) return { kind: "implied-mirror", path: implied, ...common };

  const memory = new ProviderMemory(root);
  const known = memory.recall(needs, uid, Date.now());
  const source = known ?? (await lookAround(options, config));
  if (known === undefined) memory.remember(needs, source, Date.now());
  const remembered = known !== undefined;
  if (source.kind === "registry") return { ...common, kind: "registry", remembered };
  fs.mkdirSync(path.dirname(configFile), { recursive: true });
  // The user's own configuration, which may be part of the text, can hold credentials.
  writeWhole(configFile, mirrorCliConfig(source.path, needs, config), 0o600);
  return { ...common, kind: "mirror", path: source.path, configFile, remembered };
}

/**
 * @returns the folders in which Terraform looks by itself when nothing else is configured.
 *   Source: Terraform documentation, "Implied Local Mirror Directories"
 */
export function impliedMirrors(variables: Readonly<Record<string, string | undefined>>, home: string): string[] {
  const dataHome = variables.XDG_DATA_HOME ?? path.join(home, ".local", "share");
  const dataDirs = (variables.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":");
  return [
    path.join(home, ".terraform.d", "plugins"),
    ...[dataHome, ...dataDirs].filter((one) => one !== "").map((one) => path.join(one, "terraform", "plugins")),
  ];
}

async function lookAround(
  options: ProviderSourceOptions,
  config: UserCliConfig | undefined,
): Promise<RememberedSource> {
  const { variables, home, uid, needs, probe } = options;
  const hosts = [...new Set(needs.map((need) => need.host))];
  const reachable = await Promise.all(hosts.map(probe));
  if (reachable.every(Boolean)) return { kind: "registry" };

  const caches = [variables.TF_PLUGIN_CACHE_DIR, config && pluginCacheDir(config, variables)];
  const cache = caches.find((folder) => folder !== undefined && folder !== "" && holdsAll(folder, needs, uid));
  const starts = options.searchStarts ?? [home, "/opt", "/usr/local", "/usr/share", "/var/lib", "/srv", "/mnt", "/"];
  const found = cache ?? searchMirror(starts, needs, uid, options.searchLimits ?? defaultLimits);
  if (found !== undefined) return { kind: "mirror", path: found };
  throw new ProviderUnreachableError(needs, path.join(home, ".terraform.d", "plugins"));
}

function holdsAll(folder: string, needs: readonly ProviderNeed[], uid: number): boolean {
  return needs.every((need) => holdsProvider(folder, need, uid));
}
