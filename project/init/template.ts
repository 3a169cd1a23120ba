import * as fs from "node:fs";
import * as path from "node:path";
import { home } from "../home";

/** Folders of this repository that a new project gets as they are, and where they go in it. */
const FOLDERS = [
  { from: "analytics-etl", to: "analytics-etl" },
  { from: "model", to: "model" },
  { from: "utils", to: "utils" },
  { from: "jenkins", to: "jenkins" },
  { from: "github", to: ".github/workflows" },
] as const;

/** Single files: the queues of the example. */
const QUEUES = "environments/jenkins-pl.queues.ts";

/** A file of the template. */
export interface TemplateFile {
  /** Absolute path. */
  readonly source: string;
  /** Path in a project. */
  readonly path: string;
}

/** @returns every file of the folders that a new project has from the start, sorted by folder and name */
export function templateFiles(): TemplateFile[] {
  return FOLDERS.flatMap(({ from, to }) => filesIn(path.join(home, from), to));
}

/** @returns the queues of the example, in TypeScript */
export function templateQueues(): string {
  return fs.readFileSync(path.join(home, QUEUES), "utf8");
}

/** @returns what the package has to have of the repository for it; paths relative to its root */
export function templateSources(): string[] {
  return [...FOLDERS.map(({ from }) => from), QUEUES];
}

function filesIn(folder: string, to: string): TemplateFile[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "__pycache__")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const [source, target] = [path.join(folder, entry.name), path.posix.join(to, entry.name)];
      return entry.isDirectory() ? filesIn(source, target) : [{ source, path: target }];
    });
}
