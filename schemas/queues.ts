import { CAPACITY, COMPUTE_RESERVATION, QUOTAS, SHARE_DECAY_SECONDS, WEIGHT_FACTOR } from "../aws/batch/limits";
import type { Range } from "../aws/batch/limits";
import { INSTANCE_TYPE, NAME, NUM_INSTANCES } from "../aws/batch/names";
import { INSTANCE_TYPES } from "../aws/sagemaker/instance-types";
import { type GroupConvention, memberName, type Part, partsOf } from "../config/declarations/convention";
import { GROUPS, type GroupName } from "../config/training-queues/convention";
import { requestShapes } from "../config/training-queues/shapes";
import { describeMembers, type Service } from "./aws-docs";
import { type JsonSchema, jsonSchemaOf } from "./json-schema";

const REQUESTS: Readonly<Record<GroupName, string>> = {
  ServiceEnvs: "CreateServiceEnvironmentRequest",
  SchedulingPolicies: "CreateSchedulingPolicyRequest",
  TrainingJobQueues: "CreateJobQueueRequest",
  QuotaShares: "CreateQuotaShareRequest",
};

/** A queues file: groups, whose members are known by how their names end. */
export function queuesSchema(batch: Service): JsonSchema {
  const shapes = requestShapes(true);
  // Cast: the keys of a constant.
  const groups = (Object.keys(GROUPS) as GroupName[]).map((group): [string, JsonSchema] => {
    const request = jsonSchemaOf(shapes[group]);
    describeMembers(request, batch, REQUESTS[group]);
    narrow(request, GROUPS[group].nameField, group);
    return [group, groupSchema(GROUPS[group], request)];
  });
  return { type: "object", properties: Object.fromEntries(groups), additionalProperties: false };
}

function groupSchema(convention: GroupConvention, request: JsonSchema): JsonSchema {
  const name: JsonSchema = { type: "string", description: `The name of the ${convention.kind}.` };
  const pattern = (part: Part) => `^[A-Za-z]\\w*${memberName(convention, "", part)}$`;
  const example = partsOf(convention)
    .map((part) => memberName(convention, "*", part))
    .join(", ");
  return {
    type: "object",
    description: `Each ${convention.kind}: ${example}.`,
    patternProperties: { [pattern("NAME")]: name, [pattern("REQUEST")]: request },
    additionalProperties: false,
    errorMessage: `must be ${example}`,
  };
}

const between = ({ least, most }: Range): JsonSchema => ({ minimum: least, maximum: most });

/** What `config/training-queues/rules` has beyond the shape, where it is of one value. */
function narrow(request: JsonSchema, nameField: string, group: GroupName): void {
  const add = (rules: JsonSchema, ...path: string[]) => {
    const found = path.reduce<JsonSchema | undefined>((at, name) => (at?.items ?? at)?.properties?.[name], request);
    if (found !== undefined) Object.assign(found, rules);
  };
  add({ pattern: NAME.source, patternErrorMessage: "must have 1 to 128 letters, digits, _ and -" }, nameField);
  add({ minItems: 1, maxItems: QUOTAS.capacityLimits }, "capacityLimits");
  add(between(CAPACITY), "capacityLimits", "maxCapacity");
  add(unitRules(group), "capacityLimits", "capacityUnit");
  add(between(SHARE_DECAY_SECONDS), "fairsharePolicy", "shareDecaySeconds");
  add(between(COMPUTE_RESERVATION), "fairsharePolicy", "computeReservation");
  add(between(WEIGHT_FACTOR), "fairsharePolicy", "shareDistribution", "weightFactor");
}

function unitRules(group: GroupName): JsonSchema {
  const others = group === "ServiceEnvs" ? [NUM_INSTANCES] : [];
  const pattern = [INSTANCE_TYPE.source, ...others.map((one) => `^${one}$`)].join("|");
  const rule = `must be ${[...others, "an instance type such as ml.g5.xlarge"].join(" or ")}`;
  return { type: "string", pattern, patternErrorMessage: rule, examples: [...others, ...INSTANCE_TYPES] };
}
