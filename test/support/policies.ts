import { z } from "zod";

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statement = z.object({ Effect: z.string(), Action: oneOrMany, Resource: oneOrMany.default([]) });
const document = z.object({ Statement: z.array(statement) });

/** @returns the actions with a wildcard or on `*` that a policy allows and its successor does not, sorted. */
export function actionsGone(before: string, after: string): string[] {
  return gone(before, after, ({ Action, Resource }) =>
    Action.filter((action) => action.includes("*") || Resource.includes("*")),
  );
}

/** @returns the resources with a wildcard that a policy allows something on and its successor does not, sorted. */
export function resourcesGone(before: string, after: string): string[] {
  return gone(before, after, ({ Resource }) => Resource.filter((arn) => arn.includes("*") && arn !== "*"));
}

function gone(before: string, after: string, wide: (one: z.infer<typeof statement>) => string[]): string[] {
  const of = (policy: string) => {
    const { Statement } = document.parse(JSON.parse(policy));
    return new Set(Statement.filter(({ Effect }) => Effect === "Allow").flatMap(wide));
  };
  const left = of(after);
  return [...of(before)].filter((text) => !left.has(text)).sort();
}
