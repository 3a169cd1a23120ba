import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";

/*
 * The parts of a synthesized module that matter for driving Terraform. Everything else in the file passes through
 * unread. Source: Terraform documentation, "JSON Configuration Syntax".
 */
const providers = z.record(z.string(), z.object({ source: z.string(), version: z.string().optional() }));

const moduleFile = z.object({
  terraform: z
    .object({
      required_version: z.string().optional(),
      required_providers: providers.optional(),
      backend: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    })
    .default({}),
  module: z.record(z.string(), z.object({ source: z.string() })).default({}),
  resource: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** One module of a synthesized stack. */
export interface StackModule {
  /** Names from the root down: `["analytics_etl", "glue_wfs"]`; empty for the root. */
  readonly names: readonly string[];
  /** Where the module's call says its files are, as written; `.` for the root. */
  readonly source: string;
  /** Resource blocks of the module itself. */
  readonly resources: number;
  readonly requiredProviders: Readonly<Record<string, { source: string; version?: string }>>;
}

/** A synthesized stack, as read from its folder. */
export interface StackFolder {
  /** Absolute path of the folder that Terraform runs in. */
  readonly path: string;
  /** The root first, a module before the modules that it calls. */
  readonly modules: readonly StackModule[];
  readonly requiredVersion: string | undefined;
  /** `{ s3: {...} }` or `{ local: {...} }`. */
  readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** @returns the folder that an environment is synthesized into unless something else is asked for. */
export function defaultOutFolder(root: string): string {
  return path.join(root, "cdktf.out");
}

/** @returns the folder of an environment's stack below such a folder, as CDKTF has it. */
export function stackFolderIn(outFolder: string, environment: string): string {
  return path.join(outFolder, "stacks", environment);
}

/** @returns the folder of an environment's stack in the repository; it need not exist. */
export function stackFolderPath(root: string, environment: string): string {
  return stackFolderIn(defaultOutFolder(root), environment);
}

/**
 * @param folder absolute path, see `stackFolderPath`
 * @returns the stack; undefined when the environment has not been synthesized
 * @throws SyntaxError or ZodError when a file is not what synthesis writes
 */
export function readStackFolder(folder: string): StackFolder | undefined {
  const rootFile = path.join(folder, "cdk.tf.json");
  if (!fs.existsSync(rootFile)) return undefined;
  const root = readModule(rootFile);
  return {
    path: folder,
    modules: modulesBelow(folder, [], ".", root),
    requiredVersion: root.terraform.required_version,
    backend: root.terraform.backend ?? {},
  };
}

/**
 * Copies a stack without what Terraform has put into its folder.
 *
 * @returns false when it is not there, or goes meanwhile
 */
export function copyStack(from: string, to: string): boolean {
  if (!fs.existsSync(from)) return false;
  const isOfStack = (file: string) =>
    path.basename(file) !== ".terraform" && path.basename(file) !== ".terraform.lock.hcl";
  try {
    fs.rmSync(to, { recursive: true, force: true });
    fs.cpSync(from, to, { recursive: true, filter: isOfStack });
    return true;
  } catch {
    // Of five runs that are kept the oldest goes when another one is over.
    return false;
  }
}

/** A module that Terraform fetches from elsewhere: it can be a target, but its files are not here to read. */
const fetchedModule = moduleFile.parse({});

function readModule(file: string): z.infer<typeof moduleFile> {
  return moduleFile.parse(JSON.parse(fs.readFileSync(file, "utf8")));
}

function modulesBelow(
  folder: string,
  names: readonly string[],
  source: string,
  file: z.infer<typeof moduleFile>,
): StackModule[] {
  const here: StackModule = {
    names,
    source,
    resources: Object.values(file.resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0),
    requiredProviders: file.terraform.required_providers ?? {},
  };
  const below = Object.entries(file.module).flatMap(([name, call]) => {
    const calledFolder = path.join(folder, call.source);
    const called = call.source.startsWith("./") ? readModule(path.join(calledFolder, "main.tf.json")) : fetchedModule;
    return modulesBelow(calledFolder, [...names, name], call.source, called);
  });
  return [here, ...below];
}

/**
 * @param root absolute path of the repository
 * @returns the absolute path of the stack's local state file; undefined when its state is elsewhere
 */
export function localStateFile(stack: StackFolder): string | undefined {
  const file = stack.backend.local?.path;
  return typeof file === "string" ? path.resolve(stack.path, file) : undefined;
}

/** @returns whether the stack was synthesized for the embedded AWS, whose state stays in the clone's run data. */
export function isForEmbeddedAws(stack: StackFolder, root: string): boolean {
  return localStateFile(stack)?.startsWith(path.join(root, ".dapf", "local") + path.sep) === true;
}
