import { AwsCalls, elements } from "./aws-calls";
import type { Gap } from "./gap";
import { EVENT_GAPS } from "./event-gaps";
import { roleFor } from "./roles";
import { GLUE_GAPS } from "./glue-gaps";
import { LAMBDA_GAPS } from "./lambda-gaps";
import { LIMIT_GAPS } from "./limit-gaps";
import { LOG_GAPS } from "./log-gaps";
import { PIPELINE_GAPS } from "./pipeline-gaps";
import { RESOURCE_LIMIT_GAPS } from "./resource-limit-gaps";
import { STATE_MACHINE_GAPS } from "./state-machine-gaps";
import { STACK_GAPS } from "./stack-gaps";
import { TABLE_GAPS } from "./table-gaps";

const EC2 = "2016-11-15";

async function bucket(aws: AwsCalls, name: string): Promise<void> {
  const where = `<CreateBucketConfiguration><LocationConstraint>${aws.region}</LocationConstraint></CreateBucketConfiguration>`;
  await aws.send("s3", "PUT", `/${name}`, where);
}

async function denyingPut(aws: AwsCalls, name: string, condition: object): Promise<number> {
  await bucket(aws, name);
  const policy = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `arn:aws:s3:::${name}/*`, Condition: condition },
    ],
  };
  await aws.send("s3", "PUT", `/${name}?policy`, JSON.stringify(policy));
  // Moto looks at the policy only for keys that exist or are put into an existing bucket's prefix.
  await aws.send("s3", "PUT", `/${name}/key`, "one");
  return (await aws.send("s3", "PUT", `/${name}/key`, "two")).status;
}

async function stateMachine(aws: AwsCalls, name: string): Promise<string> {
  const { stateMachineArn } = await aws.json<{ stateMachineArn: string }>(
    "states",
    "AWSStepFunctions.CreateStateMachine",
    {
      name,
      definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
      roleArn: await roleFor(aws, "any", "states.amazonaws.com"),
      publish: true,
    },
  );
  return stateMachineArn;
}

/** Fix (a module of `emulator/moto/fixes`) -> the gaps that it closes. */
export const GAPS: Readonly<Record<string, readonly Gap[]>> = {
  stepfunctions_validate_definition: [
    {
      title: "a state machine definition is validated",
      observe: async (aws) => {
        const validate = async (definition: string): Promise<unknown> => {
          const target = "AWSStepFunctions.ValidateStateMachineDefinition";
          const answer = await aws.json<{ result: string; diagnostics: { code: string; location: string }[] }>(
            "states",
            target,
            { definition },
          );
          return [answer.result, ...answer.diagnostics.map(({ code, location }) => `${code} ${location}`)];
        };
        return [
          await validate(JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } })),
          await validate(JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } })),
          await validate("{"),
        ];
      },
      expected: [
        ["OK"],
        ["FAIL", "MISSING_TRANSITION_TARGET /States/A/Next"],
        ["FAIL", expect.stringContaining("INVALID_JSON_DESCRIPTION")],
      ],
    },
  ],
  stepfunctions_list_versions: [
    {
      title: "the versions of a state machine are listed, the newest first",
      observe: async (aws) => {
        const stateMachineArn = await stateMachine(aws, "versions");
        await aws.json("states", "AWSStepFunctions.UpdateStateMachine", {
          stateMachineArn,
          definition: JSON.stringify({ StartAt: "B", States: { B: { Type: "Succeed" } } }),
          publish: true,
        });
        const answer = await aws.json<{ stateMachineVersions: { stateMachineVersionArn: string }[] }>(
          "states",
          "AWSStepFunctions.ListStateMachineVersions",
          { stateMachineArn },
        );
        return answer.stateMachineVersions.map((version) => version.stateMachineVersionArn.split(":").at(-1));
      },
      expected: ["2", "1"],
    },
  ],
  iam_linked_role_names: [
    {
      title: "the role of AWS Batch is AWSServiceRoleForBatch",
      observe: async (aws) => {
        const service = { AWSServiceName: "batch.amazonaws.com" };
        const made = await aws.query("iam", "2010-05-08", "CreateServiceLinkedRole", service);
        const names = elements(made, "RoleName");
        await aws.query("iam", "2010-05-08", "DeleteServiceLinkedRole", { RoleName: names[0] ?? "" });
        return names;
      },
      expected: ["AWSServiceRoleForBatch"],
    },
  ],
  iam_conditional_deny: [
    {
      title: "a Deny for requests without TLS lets the endpoint's requests through",
      observe: (aws) => denyingPut(aws, "tls-only", { Bool: { "aws:SecureTransport": "false" } }),
      expected: 200,
    },
    {
      title: "a Deny for old TLS versions lets the endpoint's requests through",
      observe: (aws) => denyingPut(aws, "tls-new", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
      expected: 200,
    },
  ],
  ec2_dhcp_option_tags: [
    {
      title: "DHCP options keep their tags",
      observe: async (aws) => {
        await aws.query("ec2", EC2, "CreateDhcpOptions", {
          "DhcpConfiguration.1.Key": "domain-name",
          "DhcpConfiguration.1.Value.1": "example.internal",
          "TagSpecification.1.ResourceType": "dhcp-options",
          "TagSpecification.1.Tag.1.Key": "Name",
          "TagSpecification.1.Tag.1.Value": "training-options",
        });
        const filter = { "Filter.1.Name": "tag:Name", "Filter.1.Value.1": "training-options" };
        return elements(await aws.query("ec2", EC2, "DescribeDhcpOptions", filter), "dhcpOptionsId").length;
      },
      expected: 1,
    },
  ],
  ec2_network_acl_of_deleted_vpc: [
    {
      title: "the network ACL that came with a VPC goes with it",
      observe: async (aws) => {
        const acls = async (id: string): Promise<number> => {
          const filter = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": id };
          return elements(await aws.query("ec2", EC2, "DescribeNetworkAcls", filter), "networkAclId").length;
        };
        const created = await aws.query("ec2", EC2, "CreateVpc", { CidrBlock: "10.8.0.0/16" });
        const VpcId = elements(created, "vpcId")[0] ?? "";
        const before = await acls(VpcId);
        await aws.query("ec2", EC2, "DeleteVpc", { VpcId });
        return [before, await acls(VpcId)];
      },
      expected: [1, 0],
    },
  ],
  ec2_sovereign_cloud_zones: [
    {
      title: "the Region of the sovereign cloud has three zones",
      observe: async (aws) => {
        const there = new AwsCalls(aws.endpoint, aws.account, "eusc-de-east-1");
        return elements(await there.query("ec2", EC2, "DescribeAvailabilityZones"), "zoneName");
      },
      expected: ["eusc-de-east-1a", "eusc-de-east-1b", "eusc-de-east-1c"],
    },
  ],
  ec2_custom_ids: [
    {
      title: "a VPC and a subnet can be created under a known id, and do not keep the tag that says so",
      observe: async (aws) => {
        const idTag = (type: string, id: string): Record<string, string> => ({
          "TagSpecification.1.ResourceType": type,
          "TagSpecification.1.Tag.1.Key": "_custom_id_",
          "TagSpecification.1.Tag.1.Value": id,
        });
        await aws.query("ec2", EC2, "CreateVpc", { CidrBlock: "10.9.0.0/16", ...idTag("vpc", "vpc-0123") });
        const subnet = { VpcId: "vpc-0123", CidrBlock: "10.9.1.0/24", ...idTag("subnet", "subnet-0123") };
        await aws.query("ec2", EC2, "CreateSubnet", subnet);
        const xml = await aws.query("ec2", EC2, "DescribeSubnets", { "SubnetId.1": "subnet-0123" });
        return [elements(xml, "vpcId"), elements(xml, "subnetId"), elements(xml, "key")];
      },
      expected: [["vpc-0123"], ["subnet-0123"], []],
    },
  ],
  sagemaker_delete_model_package_group: [
    {
      title: "a model package group can be deleted",
      observe: async (aws) => {
        const group = { ModelPackageGroupName: "models" };
        await aws.json("sagemaker", "SageMaker.CreateModelPackageGroup", group);
        await aws.json("sagemaker", "SageMaker.DeleteModelPackageGroup", group);
        return (await aws.jsonAnswer("sagemaker", "SageMaker.DescribeModelPackageGroup", group)).text;
      },
      expected: expect.stringContaining("does not exist") as unknown,
    },
  ],
  s3_delete_markers: [
    {
      title: "a bucket whose versioning is suspended can be emptied of versions and delete markers, then deleted",
      observe: async (aws) => {
        const versioning = (status: string): Promise<unknown> =>
          aws.send(
            "s3",
            "PUT",
            "/emptied?versioning",
            `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
          );
        await bucket(aws, "emptied");
        await versioning("Enabled");
        await aws.send("s3", "PUT", "/emptied/key", "one");
        await aws.send("s3", "PUT", "/emptied/key", "two");
        await aws.send("s3", "DELETE", "/emptied/key");
        await versioning("Suspended");
        const listed = await aws.send("s3", "GET", "/emptied?versions");
        const ids = elements(listed.text, "VersionId");
        const objects = ids.map((id) => `<Object><Key>key</Key><VersionId>${id}</VersionId></Object>`);
        const deleted = await aws.send("s3", "POST", "/emptied?delete", `<Delete>${objects.join("")}</Delete>`);
        return [ids.length, deleted.status, (await aws.send("s3", "DELETE", "/emptied")).status];
      },
      expected: [3, 200, 204],
    },
    {
      title: "a plain delete in such a bucket hides the key and keeps its earlier versions",
      observe: async (aws) => {
        await bucket(aws, "kept");
        const status = (value: string): string =>
          `<VersioningConfiguration><Status>${value}</Status></VersioningConfiguration>`;
        await aws.send("s3", "PUT", "/kept?versioning", status("Enabled"));
        await aws.send("s3", "PUT", "/kept/key", "one");
        await aws.send("s3", "PUT", "/kept?versioning", status("Suspended"));
        await aws.send("s3", "DELETE", "/kept/key");
        const listed = (await aws.send("s3", "GET", "/kept?versions")).text;
        return [(await aws.send("s3", "GET", "/kept/key")).status, elements(listed, "VersionId").length];
      },
      expected: [404, 2],
    },
  ],
  ...EVENT_GAPS,
  ...GLUE_GAPS,
  ...LAMBDA_GAPS,
  ...LIMIT_GAPS,
  ...LOG_GAPS,
  ...PIPELINE_GAPS,
  ...RESOURCE_LIMIT_GAPS,
  ...STATE_MACHINE_GAPS,
  ...STACK_GAPS,
  ...TABLE_GAPS,
};
