/** What a project has that a command line may name. Looked up in files only; what cannot be read is not there. */
import * as fs from "node:fs";
import * as path from "node:path";
import { environmentNames } from "../../config/environment-files";
import type { Candidate, Line, Wanted } from "./candidates";

/**
 * @param root of the project
 * @param folder that the command line is typed in
 */
export function projectValues(root: string, folder: string): Wanted {
  return (source, line) => {
    switch (source) {
      case "environments":
        return Promise.resolve(environmentNames(root).map((value) => ({ value })));
      case "modules":
        return Promise.resolve(moduleNames(root, environmentsOf(root, line)).map((value) => ({ value })));
      case "queues":
        return queueNames(root, environmentsOf(root, line));
      case "jobs":
        return Promise.resolve(jobsOf(folder, line));
    }
  };
}

/** The one that the command line names, else all. */
function environmentsOf(root: string, line: Line): string[] {
  const names = environmentNames(root);
  const named = [...line.arguments, line.options["--env"]];
  const found = names.filter((name) => named.includes(name));
  return found.length > 0 ? found : names;
}

/** Modules are known from the last time that an environment was synthesized (modules/framework/terraform-module.ts). */
function moduleNames(root: string, environments: readonly string[]): string[] {
  const names = environments.flatMap((name) => modulesBelow(path.join(root, "cdktf.out", "stacks", name), []));
  return [...new Set(names)].sort();
}

function modulesBelow(folder: string, parents: readonly string[]): string[] {
  return entriesOf(path.join(folder, "modules")).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const names = [...parents, entry.name];
    return [names.join("."), ...modulesBelow(path.join(folder, "modules", entry.name), names)];
  });
}

/** Queues of training jobs are declared; of those of containers the synthesized stack has the names. */
async function queueNames(root: string, environments: readonly string[]): Promise<Candidate[]> {
  const { loadEnvironment } = await import("../../config/loader");
  const { loadTrainingQueues } = await import("../../config/training-queues");
  const names = environments.flatMap((name) => {
    const declared = orNothing(() => loadTrainingQueues(loadEnvironment(root, name))?.jobQueues) ?? [];
    return [...declared.map((queue) => queue.name), ...synthesizedQueues(path.join(root, "cdktf.out", "stacks", name))];
  });
  return [...new Set(names)].sort().map((value) => ({ value }));
}

function synthesizedQueues(stack: string): string[] {
  return modulesBelow(stack, []).flatMap((name) => {
    const file = path.join(stack, ...name.split(".").flatMap((part) => ["modules", part]), "main.tf.json");
    const text = orNothing(() => fs.readFileSync(file, "utf8")) ?? "";
    if (!text.includes('"aws_batch_job_queue"')) return [];
    // Cast: Terraform's JSON, as synthesis writes it.
    const { resource } = JSON.parse(text) as { resource: { aws_batch_job_queue: Record<string, { name: string }> } };
    return Object.values(resource.aws_batch_job_queue).map((queue) => queue.name);
  });
}

const LARGEST_IDS_FILE = 1_000_000;
const MOST_IDS_FILES = 20;
// As jobs/container/submissions/ids-file.ts writes it: name, tab, id.
const IDS_LINE = /^([^\t\n]+)\t([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** The jobs of the ids files that the command line names, else of those in the folder, the newest first. */
function jobsOf(folder: string, { arguments: given }: Line): Candidate[] {
  const named = given.map((file) => path.resolve(folder, file)).filter((file) => sizeOf(file) !== undefined);
  const files = named.length > 0 ? named : idsFilesIn(folder);
  return files.flatMap(readIdsFile).filter(({ value }) => !given.includes(value));
}

function idsFilesIn(folder: string): string[] {
  const files = entriesOf(folder)
    .filter((entry) => entry.isFile() && /^[^.].*(?:\.(?:txt|tsv|ids)|ids)$/.test(entry.name))
    .map(({ name }) => path.join(folder, name));
  const times = new Map(files.map((file) => [file, orNothing(() => fs.statSync(file).mtimeMs) ?? 0]));
  return files.sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0)).slice(0, MOST_IDS_FILES);
}

function readIdsFile(file: string): Candidate[] {
  if ((sizeOf(file) ?? Infinity) > LARGEST_IDS_FILE) return [];
  const lines = (orNothing(() => fs.readFileSync(file, "utf8")) ?? "").split("\n");
  return lines.flatMap((line) => {
    const [, text, value] = IDS_LINE.exec(line.trimEnd()) ?? [];
    return value === undefined ? [] : [{ value, text }];
  });
}

const sizeOf = (file: string): number | undefined =>
  orNothing(() => {
    const stats = fs.statSync(file);
    return stats.isFile() ? stats.size : undefined;
  });

const entriesOf = (folder: string): fs.Dirent[] =>
  orNothing(() => fs.readdirSync(folder, { withFileTypes: true })) ?? [];

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
