/** Jenkinsfiles run as pipelines: real Groovy, steps that only record. Groovy comes with npm-groovy-lint, Java does not. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { jenkinsFolder, jenkinsText } from "./jenkinsfile";

// The package says by `exports` that this is nobody else's business: hence the path.
const groovy = path.resolve(__dirname, "../../node_modules/npm-groovy-lint/lib/java/groovy/lib");

export const hasJava = spawnSync("java", ["-version"]).status === 0;

/** What a shell step answers whose command has this text. */
export interface Reply {
  readonly command: string;
  readonly stdout?: string;
  readonly status?: number;
  /** What it leaves in the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  /** How often it answers so; then the next reply for the command does. */
  readonly times?: number;
}

export interface BuildOf {
  /** E.g. `dapf-dev/infra`. */
  readonly job: string;
  /** Text of the Jenkinsfile. */
  readonly pipeline: string;
  readonly branch?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly replies?: readonly Reply[];
  /** @default approve */
  readonly answer?: "abort";
  /** Whether each agent is a new machine. */
  readonly newMachines?: boolean;
  /** Path -> text in place of a file of the repository. */
  readonly trusted?: Readonly<Record<string, string>>;
}

/** One step, where it ran and what was held by then. */
export interface PipelineEvent {
  readonly step: string;
  readonly stage: string;
  /** Label of the agent whose executor is held. */
  readonly node: string | null;
  readonly locks: readonly string[];
  readonly credentials: readonly string[];
  readonly [fact: string]: unknown;
}

export interface BuildOutcome {
  readonly result: "SUCCESS" | "FAILURE" | "ABORTED";
  readonly message: string;
  readonly events: readonly PipelineEvent[];
}

/** Runs builds, in one process. The branch has a new commit at every checkout. */
export function runBuilds<Name extends string>(builds: Readonly<Record<Name, BuildOf>>): Record<Name, BuildOutcome> {
  const file = path.join(temporaryFolder(), "scenario.json");
  const names = Object.keys(builds);
  const all = Object.values<BuildOf>(builds).map((build) => ({
    branch: "main",
    params: {},
    replies: [],
    commits: Array.from({ length: 20 }, (_, index) => `commit-${index + 1}`),
    root: path.dirname(jenkinsFolder),
    ...build,
  }));
  fs.writeFileSync(file, JSON.stringify({ builds: all }));
  const script = path.join(__dirname, "run-pipeline.groovy");
  const words = ["-XX:TieredStopAtLevel=1", "-cp", path.join(groovy, "*"), "groovy.ui.GroovyMain", script, file];
  const { stdout, stderr, status } = spawnSync("java", words, { encoding: "utf8", maxBuffer: 1e8 });
  if (status !== 0) throw new Error(stderr);
  const outcomes = JSON.parse(stdout) as BuildOutcome[];
  // Cast: the names are the keys, in the order of the builds.
  return Object.fromEntries(names.map((name, index) => [name, outcomes[index]])) as Record<Name, BuildOutcome>;
}

/** A build of one of our Jenkinsfiles. */
export function buildOf(name: "infra" | "model" | "code-sync", more: Partial<BuildOf> = {}): BuildOf {
  return { job: `dapf-dev/${name}`, pipeline: jenkinsText(`${name}.Jenkinsfile`), ...more };
}
