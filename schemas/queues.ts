import { CAPACITY, QUOTAS } from "../aws/batch/limits";
import { INSTANCE_TYPE, NUM_INSTANCES } from "../aws/batch/names";
import { INSTANCE_TYPES } from "../aws/sagemaker/instance-types";
import { GROUPS, type GroupName } from "../config/training-queues/convention";
import { requestShapes } from "../config/training-queues/shapes";
import { describeMembers, type Service } from "./aws-docs";
import { between, groupSchema, narrow, narrowShared } from "./declarations";
import { type JsonSchema, jsonSchemaOf } from "./json-schema";

const REQUESTS: Readonly<Record<GroupName, string>> = {
  ServiceEnvs: "CreateServiceEnvironmentRequest",
  SchedulingPolicies: "CreateSchedulingPolicyRequest",
  TrainingJobQueues: "CreateJobQueueRequest",
  QuotaShares: "CreateQuotaShareRequest",
};

/** A queues file. */
export function queuesSchema(batch: Service): JsonSchema {
  const shapes = requestShapes(true);
  // Cast: the keys of a constant.
  const groups = (Object.keys(GROUPS) as GroupName[]).map((group): [string, JsonSchema] => {
    const request = jsonSchemaOf(shapes[group]);
    describeMembers(request, batch, REQUESTS[group]);
    narrowShared(request, GROUPS[group].nameField);
    // What `config/training-queues/rules` has beyond the shape, where it is of one value.
    narrow(request, { minItems: 1, maxItems: QUOTAS.capacityLimits }, "capacityLimits");
    narrow(request, between(CAPACITY), "capacityLimits", "maxCapacity");
    narrow(request, unitRules(group), "capacityLimits", "capacityUnit");
    return [group, groupSchema(GROUPS[group], request)];
  });
  return { type: "object", properties: Object.fromEntries(groups), additionalProperties: false };
}

function unitRules(group: GroupName): JsonSchema {
  const others = group === "ServiceEnvs" ? [NUM_INSTANCES] : [];
  const pattern = [INSTANCE_TYPE.source, ...others.map((one) => `^${one}$`)].join("|");
  const rule = `must be ${[...others, "an instance type such as ml.g5.xlarge"].join(" or ")}`;
  return { type: "string", pattern, patternErrorMessage: rule, examples: [...others, ...INSTANCE_TYPES] };
}
