import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import type { ResourceReference } from "../../config/compute";

/** Gives what a name of a definition stands for: an ARN, an address, a name, an id. */
export type Resolve = (reference: ResourceReference) => string;

/**
 * CloudFormation, AWS::Batch::JobDefinition ConsumableResourceRequirement: "The ARN of the consumable resource", where the
 * API takes its name, too.
 *
 * @param arnOf gives the ARN of a resource by its name or ARN
 */
export function withResourceArns(
  request: RegisterJobDefinitionRequest,
  arnOf: (nameOrArn: string) => string,
): RegisterJobDefinitionRequest {
  const named = (properties: Consumables): Consumables =>
    properties && {
      ...properties,
      consumableResourceList: properties.consumableResourceList?.map(({ consumableResource, ...rest }) => ({
        ...rest,
        consumableResource: consumableResource === undefined ? undefined : arnOf(consumableResource),
      })),
    };
  const { consumableResourceProperties, nodeProperties } = request;
  return {
    ...request,
    consumableResourceProperties: named(consumableResourceProperties),
    nodeProperties: nodeProperties && {
      ...nodeProperties,
      nodeRangeProperties: nodeProperties.nodeRangeProperties?.map((range) => ({
        ...range,
        consumableResourceProperties: named(range.consumableResourceProperties),
      })),
    },
  };
}

type Consumables = RegisterJobDefinitionRequest["consumableResourceProperties"];
