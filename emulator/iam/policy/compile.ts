import type { NamedPolicy } from "../model";
import { type CompiledPolicy, compiledDocument } from "./document";
import { Fault, PolicyError } from "./errors";
import type { PolicyKind } from "./statement";

/** Documents kept at most of each kind: a stack has some hundred, and each version of a policy is a document of its own. */
const MOST = 2_000;

const caches: Readonly<Record<PolicyKind, Map<string, CompiledPolicy>>> = {
  identity: new Map(),
  resource: new Map(),
  trust: new Map(),
};

/**
 * @returns the policy as something that decides; the same for the same text
 * @throws PolicyError naming policy, statement and member when the document is not valid for its kind
 */
export function compilePolicy(policy: NamedPolicy, kind: PolicyKind): CompiledPolicy {
  const cache = caches[kind];
  const before = cache.get(policy.document);
  if (before !== undefined) return before;
  const compiled = compiledOrError(policy, kind);
  if (cache.size >= MOST) cache.delete(cache.keys().next().value ?? "");
  cache.set(policy.document, compiled);
  return compiled;
}

function compiledOrError(policy: NamedPolicy, kind: PolicyKind): CompiledPolicy {
  try {
    return compiledDocument(policy.document, kind);
  } catch (error) {
    throw error instanceof Fault ? new PolicyError(policy.name, error) : error;
  }
}
