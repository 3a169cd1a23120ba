import * as fs from "node:fs";
import * as path from "node:path";
import type { Product } from "../../tools";
import { providerName, type ProviderNeed } from "./address";

/** The configuration of the Terraform command itself that a user has made. */
export interface UserCliConfig {
  readonly file: string;
  readonly text: string;
}

/** What was found of a user's CLI configuration. */
export interface UserCliConfigSearch {
  readonly config: UserCliConfig | undefined;
  /** What `TF_CLI_CONFIG_FILE` names, when there is no such file. */
  readonly missingFile: string | undefined;
}

// How a file of `mirrorCliConfig` begins, by which it is told from a user's own.
const WRITTEN_BY_DAPF = "# Written by dapf";

/**
 * Finds the file as Terraform does: `TF_CLI_CONFIG_FILE`, else `~/.terraformrc`; for OpenTofu `~/.tofurc` comes first, and
 * where there is neither, `$XDG_CONFIG_HOME/opentofu/tofurc` ("CLI Configuration File" of its documentation). Unlike Terraform, a name in the
 * variable that leads nowhere is reported and passed over. A file that dapf has written, which `dapf local env` puts
 * into the variable, is not the user's.
 */
export function findUserCliConfig(
  variables: Readonly<Record<string, string | undefined>>,
  home: string,
  product: Product = "Terraform",
): UserCliConfigSearch {
  const named = variables.TF_CLI_CONFIG_FILE;
  const ofUser = () => firstConfig(usualFiles(variables, home, product));
  if (named === undefined || named === "") return { config: ofUser(), missingFile: undefined };
  const config = readConfig(named);
  if (config === undefined) return { config: ofUser(), missingFile: named };
  const isOurs = config.text.startsWith(WRITTEN_BY_DAPF);
  return { config: isOurs ? ofUser() : config, missingFile: undefined };
}

/** @returns whether the user has decided where providers come from; then dapf does not interfere. */
export function choosesProviders(config: UserCliConfig): boolean {
  const isJson = config.text.trimStart().startsWith("{");
  return isJson || /^\s*provider_installation\b/m.test(config.text);
}

/** @returns the plugin cache that a configuration names; Terraform puts in environment variables there. */
export function pluginCacheDir(
  config: UserCliConfig,
  variables: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const written = /^\s*plugin_cache_dir\s*=\s*"([^"]+)"/m.exec(config.text)?.[1];
  return written?.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    return variables[braced ?? bare ?? ""] ?? "";
  });
}

/**
 * @param base the user's own configuration, which is kept
 * @returns a CLI configuration that takes the providers from a filesystem mirror and everything else from its registry
 */
export function mirrorCliConfig(
  mirror: string,
  needs: readonly ProviderNeed[],
  base: UserCliConfig | undefined,
): string {
  const names = needs.map((need) => JSON.stringify(providerName(need))).join(", ");
  const lines = [
    `${WRITTEN_BY_DAPF}, so that providers come from a copy on this machine.`,
    ...(base === undefined ? [] : ["", `# From ${base.file}:`, base.text.trimEnd(), ""]),
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = [${names}]`,
    "  }",
    "  direct {",
    `    exclude = [${names}]`,
    "  }",
    "}",
    "",
  ];
  return lines.join("\n");
}

function usualFiles(
  { XDG_CONFIG_HOME: xdg }: Readonly<Record<string, string | undefined>>,
  home: string,
  product: Product,
): string[] {
  const shared = path.join(home, ".terraformrc");
  if (product === "Terraform") return [shared];
  const fresh = xdg === undefined || xdg === "" ? [] : [path.join(xdg, "opentofu", "tofurc")];
  return [path.join(home, ".tofurc"), shared, ...fresh];
}

function firstConfig(files: readonly string[]): UserCliConfig | undefined {
  const file = files.find((one) => fs.existsSync(one));
  return file === undefined ? undefined : readConfig(file);
}

function readConfig(file: string): UserCliConfig | undefined {
  try {
    return { file, text: fs.readFileSync(file, "utf8") };
  } catch {
    return undefined;
  }
}
