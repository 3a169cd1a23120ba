/** CloudFormation's DescribeType for the types of the embedded Cloud Control; everything else of CloudFormation is moto's. */
import { arnOf } from "../../aws/arns";
import { partitionOf } from "../../aws/partitions";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { escaped } from "../edge/protocol";
import type { ResourceType } from "./resource-type";
import { RESOURCE_TYPES } from "./types";

export class DescribeTypeHandler implements ServiceHandler {
  handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const type = describedType(request);
    return type === undefined ? forward(request) : Promise.resolve(xml(describeType(request, type)));
  }
}

/** A type is named by its name, or by its ARN: `...:type/resource/AWS-Batch-JobQueue`. */
function describedType(request: EdgeRequest): ResourceType | undefined {
  if (request.operation !== "DescribeType") return undefined;
  const form = new URLSearchParams(request.body.toString("utf8"));
  const name = form.get("TypeName") ?? form.get("Arn")?.split("/").at(-1)?.replaceAll("-", "::") ?? "";
  return RESOURCE_TYPES.get(name);
}

function describeType({ identity }: EdgeRequest, { schema }: ResourceType): string {
  const { region } = identity;
  const name = schema.typeName.replaceAll("::", "-");
  return [
    '<DescribeTypeResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">',
    "<DescribeTypeResult>",
    `<Arn>${arnOf({ partition: partitionOf(region), region }, "cloudformation", `type/resource/${name}`)}</Arn>`,
    "<Type>RESOURCE</Type>",
    `<TypeName>${schema.typeName}</TypeName>`,
    `<Description>${escaped(schema.description)}</Description>`,
    "<ProvisioningType>FULLY_MUTABLE</ProvisioningType>",
    "<DeprecatedStatus>LIVE</DeprecatedStatus>",
    "<Visibility>PUBLIC</Visibility>",
    `<Schema>${escaped(JSON.stringify(schema))}</Schema>`,
    "</DescribeTypeResult>",
    "</DescribeTypeResponse>",
  ].join("");
}

function xml(text: string): EdgeResponse {
  const body = Buffer.from(text);
  return { status: 200, headers: { "content-type": "text/xml", "content-length": body.length }, body };
}
