import { z } from "zod";

const values = z.record(z.string(), z.unknown());

/** Source: Terraform documentation, "JSON Output Format" (format version 1). */
const change = z.object({
  mode: z.string(),
  address: z.string(),
  previous_address: z.string().optional(),
  type: z.string(),
  action_reason: z.string().optional(),
  change: z.object({
    actions: z.array(z.string()),
    before: values.nullable(),
    after: values.nullable(),
    after_unknown: values,
  }),
});
const moduleConfiguration: z.ZodType<Module> = z.object({
  resources: z.array(z.object({ address: z.string(), expressions: values.optional() })).default([]),
  module_calls: z.record(z.string(), z.object({ module: z.lazy(() => moduleConfiguration) })).default({}),
});
const planFile = z.object({
  resource_changes: z.array(change),
  configuration: z.object({ root_module: moduleConfiguration }),
});

interface Module {
  resources: { address: string; expressions?: Record<string, unknown> | undefined }[];
  module_calls: Record<string, { module: Module }>;
}

/** What Terraform plans for one resource instance. */
export interface ResourcePlan {
  readonly address: string;
  /** The address in the state; the same, unless the resource moves. */
  readonly formerAddress: string;
  readonly type: string;
  /** `no-op`, `update`, `create`, `delete`, or both of the latter for a replacement. */
  readonly actions: readonly string[];
  readonly reason: string | undefined;
  readonly before: Readonly<Record<string, unknown>>;
  /** Without what is known after the apply only. */
  readonly after: Readonly<Record<string, unknown>>;
  /** Arguments that differ: not what the provider computes anew because of them, such as a version. */
  readonly changed: readonly string[];
}

/**
 * Reads a plan.
 * @param json standard output of `terraform show -json <plan>`
 * @returns the plans for managed resources, in the order of the addresses
 */
export function readPlan(json: string): ResourcePlan[] {
  const { resource_changes: all, configuration } = planFile.parse(JSON.parse(json));
  const configured = expressionsOf(configuration.root_module, "");
  return all
    .filter(({ mode }) => mode === "managed")
    .map(({ address, previous_address: former = address, type, action_reason: reason, change: planned }) => {
      const before = planned.before ?? {};
      const after = planned.after ?? {};
      const isComputed = (key: string) =>
        planned.after_unknown[key] === true && !(configured.get(address)?.has(key) ?? false);
      const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
      const changed = keys.filter((key) => !isComputed(key) && !same(before[key], after[key]));
      return { address, formerAddress: former, type, actions: planned.actions, reason, before, after, changed };
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Which arguments the configuration has, by the address of the resource. */
function expressionsOf({ resources, module_calls: calls }: Module, path: string): Map<string, Set<string>> {
  const own = resources.map(
    ({ address, expressions = {} }) => [`${path}${address}`, new Set(Object.keys(expressions))] as const,
  );
  const below = Object.entries(calls).flatMap(([name, call]) => [
    ...expressionsOf(call.module, `${path}module.${name}.`),
  ]);
  return new Map([...own, ...below]);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
