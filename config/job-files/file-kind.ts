import { ConfigError } from "../errors";
import { type JobFile, STANDARD_INPUT } from "./job-file";

export type FileKind = "job definition" | "container job" | "training job";

interface Kind {
  /** Keys that a file of this kind has, and no other. */
  readonly marks: readonly string[];
  readonly command: string;
}

const KINDS: Readonly<Record<FileKind, Kind>> = {
  "job definition": {
    marks: ["jobDefinitionName", "containerProperties"],
    command: "dapf job-definition register",
  },
  "container job": { marks: ["jobDefinition", "containerOverrides"], command: "dapf submit" },
  "training job": {
    marks: ["TrainingJobName", "AlgorithmSpecification", "serviceRequestPayload", "image_uri"],
    command: "dapf train submit",
  },
};

/**
 * A file for another command is told so, instead of all that is wrong with it for this one.
 *
 * @throws ConfigError
 */
export function requireKind({ file, value, placed }: JobFile, wanted: FileKind): void {
  const kinds = kindsOf(value);
  const [found] = kinds;
  if (found === undefined || kinds.includes(wanted)) return;
  const word = file === STANDARD_INPUT ? "-" : file;
  throw new ConfigError([
    placed({ path: [], rule: `is the file of a ${found}, not of a ${wanted}; try ${KINDS[found].command} ${word}` }),
  ]);
}

function kindsOf(value: unknown): FileKind[] {
  const keys = new Set(jobsIn(value).flatMap(keysOf));
  return (Object.keys(KINDS) as FileKind[]).filter((kind) => KINDS[kind].marks.some((mark) => keys.has(mark))); // Cast: its keys.
}

/** The jobs of a workflow; else the whole. */
function jobsIn(value: unknown): unknown[] {
  const isWorkflow = typeof value === "object" && value !== null && "jobs" in value && Array.isArray(value.jobs);
  // Cast: `Array.isArray` knows nothing of the items.
  return isWorkflow ? (value.jobs as unknown[]) : [value];
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}
