/** JSON Patch. Source: RFC 6902; paths are JSON Pointers, RFC 6901. */
import { applyPatch as applyOperations, type Operation } from "rfc6902";
import { z } from "zod";
import type { Json } from "./json";

/** A patch that does not fit the document; nothing of it has been applied. */
export class PatchError extends Error {
  override readonly name = "PatchError";

  constructor(
    /** The first operation that does not fit. */
    readonly index: number,
    readonly problem: string,
  ) {
    super(`operation ${index}: ${problem}`);
  }
}

const pointer = z.string().regex(/^(\/|$)/, "not a JSON Pointer");
const value = z.custom<Json>((given) => given !== undefined, "there is no value");
const operations = z.array(
  z.discriminatedUnion("op", [
    z.object({ op: z.literal("add"), path: pointer, value }),
    z.object({ op: z.literal("replace"), path: pointer, value }),
    z.object({ op: z.literal("test"), path: pointer, value }),
    z.object({ op: z.literal("remove"), path: pointer }),
    z.object({ op: z.literal("move"), from: pointer, path: pointer }),
    z.object({ op: z.literal("copy"), from: pointer, path: pointer }),
  ]),
);

/**
 * @param document - stays as it is
 * @param patch - parsed JSON
 * @returns the patched copy
 * @throws PatchError
 */
export function applyPatch(document: Json, patch: unknown): Json {
  const parsed = operations.safeParse(patch);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: "" };
    const [index = 0, ...member] = path;
    throw new PatchError(Number(index), [...member.map(String), message].join(": "));
  }
  // A copy through JSON, whose lists and objects the library knows as such in any context of Node.
  const patched = JSON.parse(JSON.stringify(document)) as Json;
  parsed.data.forEach((operation, index) => {
    const failure = failureOf(patched, operation);
    if (failure !== undefined) throw new PatchError(index, failure);
  });
  return patched;
}

/** The library returns what an operation lacks, and throws where a path leads into a value without members. */
function failureOf(document: Json, operation: Operation): string | undefined {
  try {
    return applyOperations(document, [operation])[0]?.message;
  } catch {
    return `${operation.path} leads into a value that has no members`;
  }
}
