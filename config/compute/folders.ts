/** Folders of job definitions, in files such as `dapf job-definition register` takes. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, type ConfigProblem } from "../errors";
import { requireKind } from "../job-files/file-kind";
import { type JobFile, parseJobFile } from "../job-files/job-file";
import { KEY } from "../declarations/members";
import { repositoryPath } from "../schema-values";
import { readTextFile } from "../text-file";
import { validate, type ValueProblem } from "../zod-problems";
import { CONVENTION } from "./convention";

/** A file of a folder, that declares one definition. */
export interface DefinitionFile {
  readonly key: string;
  /** Of what it declares among all declarations: that of the folder's member, and the name of the file. */
  readonly path: readonly PropertyKey[];
  readonly content: Pick<JobFile, "file" | "value" | "placed">;
}

export interface FolderReading {
  readonly files: readonly DefinitionFile[];
  readonly problems: readonly ValueProblem[];
  /** Of files that are no definitions, with their places. */
  readonly unreadable: readonly ConfigProblem[];
}

/** @param path of the member that names the folder */
export type ReadFolder = (path: readonly PropertyKey[], folder: unknown) => FolderReading;

const source = CONVENTION.source;

/** @param root absolute path of the repository */
export function folderReader(root: string): ReadFolder {
  return (path, folder) => {
    const { value, problems } = validate(repositoryPath, folder);
    if (value === undefined) {
      return refused(problems.map((problem) => ({ ...problem, path, source })));
    }
    const names = namesIn(join(root, value));
    if (names === undefined || names.length === 0) {
      const rule = names === undefined ? "must be a folder" : "must have files that end in .json, .yaml or .yml";
      return refused([{ path, rule: `${rule}, relative to the root of the project`, found: value, source }]);
    }
    return readAll(root, value, names, path);
  };
}

const refused = (problems: readonly ValueProblem[]): FolderReading => ({ files: [], problems, unreadable: [] });

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/.test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch {
    // Whatever the reason is, there is no folder to read.
    return undefined;
  }
}

/** Reads every file before it complains, so that one run shows the problems of all of them. */
function readAll(root: string, folder: string, names: readonly string[], path: readonly PropertyKey[]): FolderReading {
  const unreadable: ConfigProblem[] = [];
  const problems: ValueProblem[] = [];
  const files = names.flatMap((name): DefinitionFile[] => {
    const key = name.replace(/\.\w+$/, "").replaceAll(/[-.]/g, "_");
    if (!KEY.test(key)) {
      const rule = `must have only files whose names begin with a letter and have letters, digits, _ and -`;
      problems.push({ path, rule, found: name, hint: "they become Terraform addresses", source });
      return [];
    }
    try {
      const file = `${folder.replace(/\/+$/, "")}/${name}`;
      const content = parseJobFile(file, readTextFile(root, file));
      requireKind(content, "job definition");
      return [{ key, path: [...path, name], content }];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      unreadable.push(...error.problems);
      return [];
    }
  });
  return { files, problems, unreadable };
}
