import { serviceEnvironment, serviceEnvironmentUpdate } from "../../../aws/batch/requests/service-environment";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import { changeable } from "../../../aws/fields/table";
import {
  createServiceEnvironment,
  deleteServiceEnvironment,
  requireDetached,
  updateServiceEnvironment,
} from "../../batch/resources/service-environments";
import { batchType } from "./batch-type";

export const SERVICE_ENVIRONMENT = batchType({
  schema: RESOURCE_SCHEMAS.serviceEnvironment,
  description: "A service environment of AWS Batch",
  nameProperty: "ServiceEnvironmentName",
  additionalIdentifiers: [["/properties/ServiceEnvironmentName"]],
  identifier: "serviceEnvironment",
  handlers: {
    create: ["CreateServiceEnvironment", "TagResource", "DescribeServiceEnvironments", "Iam:CreateServiceLinkedRole"],
    read: ["DescribeServiceEnvironments"],
    update: ["UpdateServiceEnvironment", "DescribeServiceEnvironments", "TagResource", "UntagResource"],
    delete: ["DeleteServiceEnvironment", "DescribeServiceEnvironments", "UpdateServiceEnvironment"],
    list: ["DescribeServiceEnvironments"],
  },
  creation: serviceEnvironment,
  change: serviceEnvironmentUpdate,
  table: ({ serviceEnvironments }) => serviceEnvironments,
  create: (call, request) => createServiceEnvironment(call, request).serviceEnvironmentArn,
  update: updateServiceEnvironment,
  remove: (call, arn) => deleteServiceEnvironment(call, { serviceEnvironment: arn }),
  requireDeletable: requireDetached,
  answer: (environment) => ({
    ...changeable(serviceEnvironment, environment),
    serviceEnvironmentArn: environment.arn,
    serviceEnvironmentName: environment.name,
    serviceEnvironmentType: environment.type,
    tags: environment.tags,
  }),
});
