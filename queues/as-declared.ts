/** What declarations of both kinds of queue have in common when they are taken for what is live. */
import type { Reference } from "../config/declarations/links";

/** @param among - ARNs by the key of the declaration */
export function arnIn(among: ReadonlyMap<string, string>, reference: Reference): string {
  return reference.kind === "declared" ? (among.get(reference.key) ?? "") : reference.arn;
}

type Tags = Readonly<Record<string, string>>;

/** @returns what adds the tags of the environment to those of a request, which win */
export function withTagsOf(context: { readonly tags: Tags }): (tags: Tags | undefined) => Tags {
  return (tags) => ({ ...context.tags, ...tags });
}
