import type {
  CreateServiceEnvironmentRequest,
  DeleteServiceEnvironmentRequest,
  DescribeServiceEnvironmentsRequest,
  UpdateServiceEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { choice, list, object, text, whole } from "../../fields/field";
import { table, updateTable } from "../../fields/table";
import { pages, switched, tags } from "./common";

const plain = { schema: { type: "string" } };

export const serviceEnvironment = table<CreateServiceEnvironmentRequest>()({
  serviceEnvironmentName: text({ required: true, createOnly: true, cloudFormation: { optional: true } }),
  serviceEnvironmentType: choice(["SAGEMAKER_TRAINING"], { required: true, createOnly: true, cloudFormation: plain }),
  state: { ...switched, cloudFormation: plain },
  // Of a limit the API has both fields optional; without a unit or an amount it says nothing.
  capacityLimits: list(
    object("CapacityLimit", { maxCapacity: whole({ needed: true }), capacityUnit: text({ needed: true }) }),
    { required: true, ownRule: true, key: "capacityUnit" },
  ),
  tags,
});

const byName = { serviceEnvironment: text({ required: true }) };
export const serviceEnvironmentUpdate = updateTable<UpdateServiceEnvironmentRequest>()(serviceEnvironment, byName);
export const serviceEnvironmentDeletion = table<DeleteServiceEnvironmentRequest>()(byName);
export const serviceEnvironmentDescription = table<DescribeServiceEnvironmentsRequest>()({
  serviceEnvironments: list(text()),
  ...pages,
});
