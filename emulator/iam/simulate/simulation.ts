/** What a simulation is asked for. Source: IAM API Reference, SimulateCustomPolicy, ContextEntry. */
import { membersOf } from "../callers/form";
import type { NamedPolicy } from "../model";

/** What IAM refuses a simulation with. */
export class SimulationFault extends Error {
  override readonly name = "SimulationFault";

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export interface Simulation {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** ARN of the caller; undefined where there is none and no resource policy needs one. */
  readonly caller: string | undefined;
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
  readonly resourcePolicy: string | undefined;
  /** 12 digits: the owner of the resources. */
  readonly resourceOwner: string | undefined;
  /** In lower case -> values. */
  readonly context: ReadonlyMap<string, readonly string[]>;
}

const ACTION = /^[\w-]+:[\w*?]+$/;

/** @param own - the policies of the principal that is simulated */
export function simulationIn(
  form: URLSearchParams,
  source: string | undefined,
  own: readonly NamedPolicy[],
  ownBoundary: NamedPolicy | undefined,
): Simulation {
  const actions = membersOf(form, "ActionNames");
  const wrong = actions.find((action) => !ACTION.test(action));
  if (actions.length === 0 || wrong !== undefined)
    throw new SimulationFault("InvalidInput", `Invalid Entity Action: ${wrong ?? "ActionNames is required"}`);
  const given = membersOf(form, "PolicyInputList").map((document, at) => ({
    name: `PolicyInputList.${at + 1}`,
    document,
  }));
  if (source === undefined && given.length === 0)
    throw new SimulationFault("InvalidInput", "PolicyInputList is required");
  const [boundary] = membersOf(form, "PermissionsBoundaryPolicyInputList");
  const resources = membersOf(form, "ResourceArns");
  const resourcePolicy = form.get("ResourcePolicy") ?? undefined;
  const caller = form.get("CallerArn") ?? source;
  if (resourcePolicy !== undefined && caller === undefined)
    throw new SimulationFault("InvalidInput", "CallerArn is required with ResourcePolicy");
  return {
    actions,
    resources: resources.length === 0 ? ["*"] : resources,
    caller,
    identity: [...own, ...given],
    // "specify a permissions boundary [..]. If you do not include it, the one that is attached applies."
    boundary:
      boundary === undefined ? ownBoundary : { name: "PermissionsBoundaryPolicyInputList.1", document: boundary },
    resourcePolicy,
    resourceOwner: /(\d{12})/.exec(form.get("ResourceOwner") ?? "")?.[1],
    context: contextIn(form),
  };
}

function contextIn(form: URLSearchParams): Map<string, readonly string[]> {
  const context = new Map<string, readonly string[]>();
  for (let at = 1; ; at += 1) {
    const prefix = `ContextEntries.member.${at}`;
    const key = form.get(`${prefix}.ContextKeyName`);
    if (key === null) return context;
    const values: string[] = [];
    for (
      let value: string | null;
      (value = form.get(`${prefix}.ContextKeyValues.member.${values.length + 1}`)) !== null;
    )
      values.push(value);
    context.set(key.toLowerCase(), values);
  }
}
