import { jobDefinition } from "../../../aws/batch/requests/job-definition";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import type { Call } from "../../batch/plumbing/operation";
import { parse } from "../../batch/plumbing/shapes";
import type { JobDefinitionRevision } from "../../batch/resources/job-definition-store";
import { deregisterJobDefinition, registerJobDefinition } from "../../batch/resources/job-definitions";
import { type Model, toModel, toRequest, isObject } from "../json";
import type { Live, ResourceType } from "../resource-type";
import { handlersOf, TAGGING } from "./batch-type";

/** A revision is there as soon as it is registered. */
const SETTLED = { kind: "CREATING", until: 0 } as const;

/**
 * A definition by its name: the newest revision that is ACTIVE. An update registers one and then, unless
 * ResourceRetentionPolicy says otherwise, takes the one before out of service
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-resourceretentionpolicy.html).
 */
export const JOB_DEFINITION: ResourceType = {
  schema: {
    ...RESOURCE_SCHEMAS.jobDefinition,
    type: "object",
    description: "A job definition of AWS Batch",
    tagging: TAGGING,
    handlers: handlersOf({
      create: ["RegisterJobDefinition", "DescribeJobDefinitions", "TagResource", "Iam:PassRole"],
      read: ["DescribeJobDefinitions"],
      update: [
        "DescribeJobDefinitions",
        "RegisterJobDefinition",
        "DeregisterJobDefinition",
        "TagResource",
        "Iam:PassRole",
      ],
      delete: ["DescribeJobDefinitions", "DeregisterJobDefinition"],
      list: ["DescribeJobDefinitions"],
    }),
  },
  nameProperty: "JobDefinitionName",
  create: register,
  find: (call, name) => {
    const found = activeOf(call, name);
    return found && live(found);
  },
  list: ({ state }) => {
    const names = [...new Set(state.jobDefinitions.all().map(({ name }) => name))];
    return names.flatMap((name) => state.jobDefinitions.ofName(name).find(isActive) ?? []).map(live);
  },
  update: (call, name, { wanted }) => {
    const before = activeOf(call, name);
    register(call, wanted);
    const policy = wanted["ResourceRetentionPolicy"];
    const isKept = isObject(policy) && policy["SkipDeregisterOnUpdate"] === true;
    if (before !== undefined && !isKept) deregisterJobDefinition(call, { jobDefinition: before.arn });
  },
  requireDeletable: () => undefined,
  disable: () => undefined,
  remove: (call, name) => {
    const found = activeOf(call, name);
    if (found !== undefined) deregisterJobDefinition(call, { jobDefinition: found.arn });
  },
};

const isActive = ({ status }: JobDefinitionRevision): boolean => status === "ACTIVE";

const activeOf = ({ state }: Call, name: string): JobDefinitionRevision | undefined =>
  state.jobDefinitions.ofName(name).find(isActive);

function register(call: Call, model: Model): string {
  const request = parse(jobDefinition, toRequest(jobDefinition.rows, model));
  return registerJobDefinition(call, request).jobDefinitionName ?? "";
}

function live({ name, arn, definition, tags }: JobDefinitionRevision): Live {
  const known = Object.entries(definition).filter(([member]) => Object.hasOwn(jobDefinition.rows, member));
  const model = { ...Object.fromEntries(known), jobDefinitionName: name, jobDefinitionArn: arn, tags };
  return { identifier: name, model: toModel(jobDefinition.rows, model), enabled: false, phase: SETTLED };
}
