import { createHash } from "node:crypto";
import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";

/**
 * The tag that tells what a revision was made of. The service adds defaults to what was registered, so that a comparison
 * of its answer with the file would find differences where there are none.
 */
export const CONTENT_TAG = "dapf:content";

/** @returns a digest of a definition that does not depend on the order of keys */
export function contentOf(request: RegisterJobDefinitionRequest): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(request)))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
