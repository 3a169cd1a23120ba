import { BID_PERCENTAGE, QUOTAS } from "../aws/batch/limits";
import { GROUPS, type GroupName } from "../config/compute/convention";
import { requestShapes, type ShapedGroup } from "../config/compute/shapes";
import { definitionShape } from "../config/containers/definitions/shape";
import { describeMembers, type Service } from "./aws-docs";
import { between, groupSchema, narrow, narrowShared } from "./declarations";
import { type JsonSchema, jsonSchemaOf } from "./json-schema";
import { withReferences } from "./references";

/** Requests of AWS Batch; the others are ours, and say themselves what they mean. */
const REQUESTS: Readonly<Partial<Record<GroupName, string>>> = {
  ComputeEnvs: "CreateComputeEnvironmentRequest",
  SchedulingPolicies: "CreateSchedulingPolicyRequest",
  JobQueues: "CreateJobQueueRequest",
  ConsumableResources: "CreateConsumableResourceRequest",
  JobDefinitions: "RegisterJobDefinitionRequest",
};

/** A compute file. */
export function computeSchema(batch: Service): JsonSchema {
  const shapes = requestShapes(true);
  const shaped = (group: ShapedGroup): JsonSchema => jsonSchemaOf(shapes[group]);
  // Cast: the keys of a constant.
  const groups = (Object.keys(GROUPS) as GroupName[]).map((group): [string, JsonSchema] => {
    const request = group === "JobDefinitions" ? withReferences(jsonSchemaOf(definitionShape)) : shaped(group);
    const operation = REQUESTS[group];
    if (operation !== undefined) describeMembers(request, batch, operation);
    const convention = GROUPS[group];
    if ("nameField" in convention && group !== "JobDefinitions") narrowShared(request, convention.nameField);
    // What `config/compute/rules` has beyond the shape, where it is of one value.
    narrow(request, between({ least: 0, most: Number.MAX_SAFE_INTEGER }), "unmanagedvCpus");
    narrow(request, between(BID_PERCENTAGE), "computeResources", "bidPercentage");
    narrow(request, { minItems: 1, maxItems: QUOTAS.computeEnvironmentsPerQueue }, "computeEnvironmentOrder");
    return [group, groupSchema(convention, request)];
  });
  return { type: "object", properties: Object.fromEntries(groups), additionalProperties: false };
}
