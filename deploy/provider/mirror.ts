import * as fs from "node:fs";
import * as path from "node:path";
import { DapfError } from "../../errors";
import { writeWhole } from "../../locks";
import type { Product } from "../../tools";
import { providerName, type ProviderNeed } from "./address";
import { holdsProvider, subfolders } from "./mirror-content";
import { ProviderMemory, type ProviderSource, type RememberedSource } from "./source";
import type { Probe } from "./registry-probe";
import { choosesProviders, findUserCliConfig, mirrorCliConfig, pluginCacheDir, type UserCliConfig } from "./cli-config";

/** `DAPF_PROVIDER_MIRROR` names a folder that does not have what is needed. */
export class ProviderMirrorError extends DapfError {
  constructor(
    readonly folder: string,
    readonly providers: readonly ProviderNeed[],
  ) {
    super(
      `DAPF_PROVIDER_MIRROR names ${folder}, which does not hold ${neededText(providers)}, or not as files that only you or root\n` +
        "can change. It has to be a folder as `terraform providers mirror <folder>` makes it.",
    );
  }
}

const neededText = (providers: readonly ProviderNeed[]) =>
  providers.map((one) => `${providerName(one)} ${one.version ?? ""} for ${one.platform}`).join(", ");

/** The registry does not answer, and no copy of the providers was found on this machine. */
export class ProviderUnreachableError extends DapfError {
  constructor(
    readonly providers: readonly ProviderNeed[],
    /** Where a copy can be put so that Terraform finds it. */
    readonly suggestedFolder: string,
  ) {
    super(
      [
        "The Terraform registry cannot be reached, and no copy of the provider was found on this machine.",
        `Needed: ${neededText(providers)}`,
        `Connect to the internet, or put a filesystem mirror of it into ${suggestedFolder}`,
        "(on a connected machine: terraform providers mirror <folder>), or name the mirror's folder in DAPF_PROVIDER_MIRROR.",
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
  /** Whose configuration counts. @default Terraform */
  readonly product?: Product;
  /** Absolute path of the folder of packages that are no part of the system. @default /opt */
  readonly addOns?: string;
}

/** Source: Filesystem Hierarchy Standard 3.0, "/opt: Add-on application software packages", each in a folder of its own. */
const ADD_ONS = "/opt";

/**
 * Decides where Terraform gets its providers from, in this order: the user's own CLI configuration; the mirror that
 * `DAPF_PROVIDER_MIRROR` names; a folder in which Terraform looks by itself; the registry, if it answers; the plugin cache; a mirror that is
 * installed as an add-on package. For a mirror and the cache it writes the configuration file.
 *
 * @throws ProviderMirrorError, ProviderUnreachableError
 */
export async function findProviderSource(options: ProviderSourceOptions): Promise<ProviderSource> {
  const { root, configFile, variables, home, uid, needs, product } = options;
  const { config, missingFile } = findUserCliConfig(variables, home, product);
  const common = {
    providers: needs,
    remembered: false,
    ...(missingFile === undefined ? {} : { missingConfigFile: missingFile }),
  };
  const mirror = (folder: string, remembered: boolean): ProviderSource => {
    fs.mkdirSync(path.dirname(configFile), { recursive: true });
    // The user's own configuration, which may be part of the text, can hold credentials.
    writeWhole(configFile, mirrorCliConfig(folder, needs, config), 0o600);
    return { ...common, kind: "mirror", path: folder, configFile, remembered };
  };
  if (config !== undefined && choosesProviders(config)) return { kind: "user-config", file: config.file, ...common };

  if (needs.length === 0) return { kind: "registry", ...common };

  const named = variables.DAPF_PROVIDER_MIRROR;
  if (named !== undefined && named !== "") {
    const folder = path.resolve(named);
    if (!holdsAll(folder, needs, uid)) throw new ProviderMirrorError(folder, needs);
    return mirror(folder, false);
  }

  const implied = impliedMirrors(variables, home, product).find((folder) => holdsAll(folder, needs, uid));
  if (implied !== undefined) return { kind: "implied-mirror", path: implied, ...common };

  const memory = new ProviderMemory(root);
  const known = memory.recall(needs, uid, Date.now());
  const source = known ?? (await lookAround(options, config));
  if (known === undefined) memory.remember(needs, source, Date.now());
  const remembered = known !== undefined;
  if (source.kind === "registry") return { ...common, kind: "registry", remembered };
  return mirror(source.path, remembered);
}

/**
 * @returns the folders in which Terraform looks by itself when nothing else is configured.
 *   Source: Terraform documentation, "Implied Local Mirror Directories"; OpenTofu has kept them, and one of its own for who
 *   has no `~/.terraform.d`
 */
export function impliedMirrors(
  variables: Readonly<Record<string, string | undefined>>,
  home: string,
  product: Product = "Terraform",
  platform: NodeJS.Platform = process.platform,
): string[] {
  const ofUser = path.join(home, ".terraform.d", "plugins");
  if (platform === "darwin") {
    const places = [path.join(home, "Library"), "/Library"];
    return [ofUser, ...places.map((one) => path.join(one, "Application Support", "io.terraform", "plugins"))];
  }
  const dataHome = variables.XDG_DATA_HOME ?? path.join(home, ".local", "share");
  const dataDirs = (variables.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":");
  const ofTofu =
    product === "OpenTofu" && variables.XDG_DATA_HOME !== undefined && !fs.existsSync(path.dirname(ofUser));
  return [
    ofUser,
    ...(ofTofu ? [path.join(dataHome, "opentofu", "plugins")] : []),
    ...[dataHome, ...dataDirs].filter((one) => one !== "").map((one) => path.join(one, "terraform", "plugins")),
  ];
}

async function lookAround(
  options: ProviderSourceOptions,
  config: UserCliConfig | undefined,
): Promise<RememberedSource> {
  const { variables, home, uid, needs, probe, addOns = ADD_ONS } = options;
  const hosts = [...new Set(needs.map((need) => need.host))];
  const reachable = await Promise.all(hosts.map(probe));
  if (reachable.every(Boolean)) return { kind: "registry" };

  const caches = [variables.TF_PLUGIN_CACHE_DIR, config && pluginCacheDir(config, variables)];
  const named = caches.filter((folder) => folder !== undefined).filter((folder) => folder !== "");
  const packages = subfolders(addOns).map((name) => path.join(addOns, name));
  const copy = [...named, ...packages].find((folder) => holdsAll(folder, needs, uid));
  if (copy !== undefined) return { kind: "mirror", path: copy };
  throw new ProviderUnreachableError(needs, path.join(home, ".terraform.d", "plugins"));
}

function holdsAll(folder: string, needs: readonly ProviderNeed[], uid: number): boolean {
  return needs.every((need) => holdsProvider(folder, need, uid));
}
