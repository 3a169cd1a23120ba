/** How what was read of a file becomes what it declares, or its problems. */
import { renderPath, renderProblem, type ConfigProblem } from "../errors";
import { inFile, type ValueProblem } from "../zod-problems";
import type { DeclarationsFile } from "./declarations-file";
import type { DeclaredRequest } from "./declare";
import type { Link, Reference } from "./links";

/** One object of AWS Batch that a file declares. */
export interface Declaration<Request> {
  /** What stands before `_SE_NAME`, `_QUEUE_NAME`, ... in the file; unique in its group, whatever the case. */
  readonly key: string;
  /** The name at AWS. */
  readonly name: string;
  readonly request: Request;
}

/** What AWS accepts and is probably not meant: an error under `--strict`. */
export interface DeclarationWarning {
  /** For people. */
  readonly message: string;
  readonly problem: ConfigProblem;
}

/** @returns the problem with the file, and the line and column in it when they are known */
export function placeIn({ file, locate }: DeclarationsFile, problem: ValueProblem): ConfigProblem {
  const { line, column } = locate?.(problem.path) ?? {};
  return inFile(problem, { file, line, column });
}

export function warningOf(problem: ConfigProblem): DeclarationWarning {
  return { message: renderProblem(problem), problem };
}

/** @throws when it is not complete, which a problem has told if this program is right */
export function declaration<Request>({
  key,
  name,
  complete,
  path,
}: DeclaredRequest<string, Request>): Declaration<Request> {
  if (complete === undefined || name === undefined) throw new IncompleteError(path);
  return { key, name, request: complete };
}

/** @param from what names it */
export function reference(
  { path }: { readonly path: readonly PropertyKey[] },
  link: Link<{ readonly key: string }> | undefined,
): Reference {
  if (link === undefined) throw new IncompleteError(path);
  return link.kind === "declared" ? { kind: "declared", key: link.target.key } : link;
}

/** A declaration with a hole in it that no problem tells of: a mistake of this program, not of the file. */
export class IncompleteError extends Error {
  constructor(readonly path: readonly PropertyKey[]) {
    super(`${renderPath(path)} is incomplete, and no rule says so`);
  }
}
