import type { Declared } from "./declarations";

/** @returns the tags that each job of a team carries, by which it is known for one of the team's */
export function teamTags({ name, request, isBroken }: Declared<"Teams">): Readonly<Record<string, string>> {
  const given = Object.entries(request.tags ?? {}).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, value]],
  );
  if (request.tags !== undefined || isBroken("tags") || name === undefined) return Object.fromEntries(given);
  return { team: name };
}
