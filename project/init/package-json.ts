import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { ConfigError } from "../../config/errors";
import { parseJson } from "../../config/json";
import { textOf } from "../../config/text-file";
import { inFile, validate } from "../../config/zod-problems";
import { home, packageFolder } from "../home";
import { wordsOf } from "./settings";

const texts = z.record(z.string(), z.string());
const shape = z.looseObject({
  type: z.string().optional(),
  scripts: texts.optional(),
  dependencies: texts.optional(),
  devDependencies: texts.optional(),
});

/** What dapf's own `package.json` says. */
const own = z.object({ version: z.string(), devDependencies: texts });

/** The file as it will be, and which keys of an existing one are new. */
export interface PackageJson {
  readonly text: string;
  readonly added: readonly string[];
  /** Whether the files beside it are ES modules to Node. */
  readonly isModule: boolean;
}

/**
 * Adds to a `package.json` what a project needs; what is there stays.
 *
 * @param folder absolute path of the project
 * @param existing its bytes; undefined when there is none
 * @throws ConfigError when it is none
 */
export function packageJson(folder: string, environment: string, existing?: Buffer): PackageJson {
  const read =
    existing === undefined
      ? { name: wordsOf(path.basename(folder)) || "dapf-project", private: true }
      : parsed(existing);
  const { version, devDependencies } = own.parse(
    JSON.parse(fs.readFileSync(path.join(packageFolder, "package.json"), "utf8")),
  );
  const { typescript = "", "@types/node": types = "" } = devDependencies;
  const wanted = {
    scripts: {
      start: `dapf deploy ${environment} --local --auto-approve --show-map`,
      check: `tsc && dapf synth ${environment} --strict`,
    },
    dependencies: "dapf" in (read.devDependencies ?? {}) ? {} : { dapf: sourceOf(folder, version) },
    devDependencies: { "@types/node": types, typescript },
  };
  const value: Record<string, unknown> = { ...read };
  const added: string[] = [];
  for (const [group, entries] of Object.entries(wanted)) {
    const present = groupsOf(read)[group] ?? {};
    const missing = Object.entries(entries).filter(([key]) => !(key in present));
    added.push(...missing.map(([key]) => `${group}.${key}`));
    if (missing.length > 0) value[group] = { ...present, ...Object.fromEntries(missing) };
  }
  const indent = /^[ \t]+(?=")/m.exec(existing?.toString("utf8") ?? "")?.[0] ?? "  ";
  const text = added.length === 0 && existing !== undefined ? textOf("package.json", existing) : undefined;
  return { text: text ?? `${JSON.stringify(value, null, indent)}\n`, added, isModule: read.type === "module" };
}

type Read = z.output<typeof shape>;

function groupsOf({
  scripts,
  dependencies,
  devDependencies,
}: Read): Record<string, Record<string, string> | undefined> {
  return { scripts, dependencies, devDependencies };
}

function parsed(bytes: Buffer): Read {
  const json = parseJson("package.json", textOf("package.json", bytes));
  const { value, problems } = validate(shape, json.value);
  if (value === undefined) throw new ConfigError(problems.map((one) => inFile(one, { file: "package.json" })));
  return value;
}

const installed = z.object({ packages: z.record(z.string(), z.object({ resolved: z.string().optional() })) });

/** Where npm gets this very dapf from: where it has got it from, be that a registry or a file. */
function sourceOf(folder: string, version: string): string {
  // In a clone: what `npm pack` makes of it.
  if (home === packageFolder) return fileSpec(folder, path.join(home, `dapf-${version}.tgz`));
  const modules = path.dirname(packageFolder);
  const lock = path.join(modules, ".package-lock.json");
  if (!fs.existsSync(lock)) return `^${version}`;
  const { packages } = installed.parse(JSON.parse(fs.readFileSync(lock, "utf8")));
  const { resolved = "" } = packages["node_modules/dapf"] ?? {};
  if (!resolved.startsWith("file:")) return `^${version}`;
  return fileSpec(folder, path.resolve(path.dirname(modules), resolved.slice("file:".length)));
}

function fileSpec(folder: string, file: string): string {
  return `file:${path.relative(folder, file).split(path.sep).join("/")}`;
}
