import { computeEnvironment, computeEnvironmentUpdate } from "../../../aws/batch/requests/compute-environment";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import { changeable } from "../../../aws/fields/table";
import { ClientException } from "../../batch/plumbing/errors";
import {
  createComputeEnvironment,
  deleteComputeEnvironment,
  requireDetached,
  updateComputeEnvironment,
} from "../../batch/resources/compute-environments";
import { batchType } from "./batch-type";

/** AWS::Batch::ComputeEnvironment ComputeResources, "Update requires: No interruption"; of all others a replacement. */
const IN_PLACE: readonly string[] = ["DesiredvCpus", "MaxvCpus", "MinvCpus"];

export const COMPUTE_ENVIRONMENT = batchType({
  schema: RESOURCE_SCHEMAS.computeEnvironment,
  description: "A compute environment of AWS Batch",
  nameProperty: "ComputeEnvironmentName",
  additionalIdentifiers: [["/properties/ComputeEnvironmentName"]],
  identifier: "computeEnvironment",
  handlers: {
    create: ["CreateComputeEnvironment", "TagResource", "DescribeComputeEnvironments", "Iam:PassRole"],
    read: ["DescribeComputeEnvironments"],
    update: ["UpdateComputeEnvironment", "DescribeComputeEnvironments", "TagResource", "UntagResource", "Iam:PassRole"],
    delete: ["DeleteComputeEnvironment", "DescribeComputeEnvironments", "UpdateComputeEnvironment"],
    list: ["DescribeComputeEnvironments"],
  },
  creation: computeEnvironment,
  change: computeEnvironmentUpdate,
  partial: {
    // ReplaceComputeEnvironment: unless it is false, what needs other instances needs another environment, which is for
    // CloudFormation to make and not for Cloud Control.
    ComputeResources: (members) => {
      const others = members.filter((member) => !IN_PLACE.includes(member));
      if (others.length === 0) return;
      throw new ClientException(`Changing ${others.join(", ")} requires another compute environment.`);
    },
  },
  table: ({ computeEnvironments }) => computeEnvironments,
  create: (call, request) => createComputeEnvironment(call, request).computeEnvironmentArn,
  update: updateComputeEnvironment,
  remove: (call, arn) => deleteComputeEnvironment(call, { computeEnvironment: arn }),
  requireDeletable: requireDetached,
  answer: (environment) => ({
    ...changeable(computeEnvironment, environment),
    computeEnvironmentArn: environment.arn,
    computeEnvironmentName: environment.name,
    type: environment.type,
    tags: environment.tags,
  }),
});
