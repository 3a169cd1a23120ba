import type { ResourceRequirement, ResourceType } from "@aws-sdk/client-batch";
import { LEAST_MEMORY_MIB } from "../../../aws/batch/limits";
import { isExact } from "../../scalars";
import type { ValueProblem } from "../../zod-problems";

/** How a container says what it needs: in the deprecated members, in the list, or in both. */
export interface StatedNeeds {
  readonly vcpus?: string;
  /** MiB */
  readonly memory?: string;
  readonly resourceRequirements?: readonly { readonly type: ResourceType; readonly value: string }[];
}

export interface Needs {
  readonly requirements: readonly Required<ResourceRequirement>[];
  readonly problems: readonly ValueProblem[];
}

export const REQUIREMENT_PAGE = "AWS Batch API Reference, ResourceRequirement";

const WHOLE = /^(0|[1-9]\d*)$/;
const DECIMAL = /^(0|[1-9]\d*)(\.\d+)?$/;

/**
 * Makes one list of all that a container needs. `vcpus` and `memory` are deprecated, and the service takes them beside
 * requirements of other types only; here they may repeat what the list says, and must not contradict it.
 *
 * @param path of the container in the file
 */
export function needsOf(stated: StatedNeeds, path: readonly PropertyKey[]): Needs {
  const problems: ValueProblem[] = [];
  const listed = new Map<ResourceType, { value: string; at: readonly PropertyKey[] }>();
  for (const [index, { type, value }] of (stated.resourceRequirements ?? []).entries()) {
    const at = [...path, "resourceRequirements", index];
    if (listed.has(type)) {
      problems.push({
        path: [...at, "type"],
        rule: `repeats ${type}; each type may stand once`,
        source: REQUIREMENT_PAGE,
      });
    } else listed.set(type, { value, at: [...at, "value"] });
  }
  for (const [member, type] of [
    ["vcpus", "VCPU"],
    ["memory", "MEMORY"],
  ] as const) {
    const given = stated[member];
    const other = listed.get(type);
    if (given === undefined) continue;
    const value = plain(given);
    if (other === undefined) listed.set(type, { value, at: [...path, member] });
    else if (Number(other.value) !== Number(value)) {
      const rule = `contradicts the ${type} of resourceRequirements, which is ${JSON.stringify(other.value)}`;
      const hint = `keep resourceRequirements only: ${member} is deprecated`;
      problems.push({ path: [...path, member], rule, found: given, hint, source: REQUIREMENT_PAGE });
    }
  }
  for (const [type, { value, at }] of listed) problems.push(...valueProblems(type, value, at));
  const requirements = [...listed].map(([type, { value }]) => ({ type, value }));
  return { requirements: requirements.sort((a, b) => a.type.localeCompare(b.type)), problems };
}

/** @returns the number of a requirement; undefined when it is not required */
export function amountOf(requirements: readonly ResourceRequirement[], type: ResourceType): number | undefined {
  const value = requirements.find((one) => one.type === type)?.value;
  return value === undefined ? undefined : Number(value);
}

function valueProblems(type: ResourceType, value: string, path: readonly PropertyKey[]): ValueProblem[] {
  const number = (type === "VCPU" ? DECIMAL : WHOLE).test(value) ? Number(value) : Number.NaN;
  const problem = (rule: string, hint?: string): ValueProblem[] => [
    { path, rule, found: value, hint, source: REQUIREMENT_PAGE },
  ];
  if (type === "MEMORY" && !(Number.isInteger(number) && number >= LEAST_MEMORY_MIB)) {
    return problem(`must be a whole number of MiB, ${LEAST_MEMORY_MIB} or more`, memoryHint(value));
  }
  if (type === "GPU" && !(Number.isInteger(number) && number >= 1)) {
    return problem("must be a whole number of GPUs, 1 or more", number === 0 ? "leave GPU out for none" : undefined);
  }
  if (type === "VCPU" && !(number >= 0.25 && Number.isFinite(number))) return problem("must be a number of vCPUs");
  return [];
}

/** Memory with a unit, as Kubernetes and Docker write it. */
function memoryHint(value: string): string | undefined {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([GMT])(?:i?B?)\s*$/i.exec(value) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const factor = { M: 1, G: 1024, T: 1024 * 1024 }[unit.toUpperCase()] ?? 1;
  return `without unit: "${Math.round(Number(amount) * factor)}"`;
}

/** The deprecated members are numbers, which become strings here: `4.0` and `4` are one. Strings go as they are written. */
const plain = (value: string): string =>
  !/^0\d/.test(value) && isExact(value, Number(value)) ? String(Number(value)) : value;
