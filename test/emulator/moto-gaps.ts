/**
 * What a client sees of each gap that the emulator closes. `observe` makes the calls and returns what it saw; with the fix
 * that is `expected`, without it something else.
 */
import { type AwsCalls, elements } from "./aws-calls";
import { PIPELINE_GAPS } from "./pipeline-gaps";

export interface Gap {
  /** A sentence about the behaviour. */
  readonly title: string;
  readonly observe: (aws: AwsCalls) => Promise<unknown>;
  readonly expected: unknown;
}

const EC2 = "2016-11-15";
const IAM = "2010-05-08";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});

async function role(aws: AwsCalls, name: string): Promise<string> {
  const xml = await aws.query("iam", IAM, "CreateRole", { RoleName: name, AssumeRolePolicyDocument: trust });
  return elements(xml, "Arn")[0] ?? "";
}

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
      roleArn: `arn:aws:iam::${aws.account}:role/any`,
      publish: true,
    },
  );
  return stateMachineArn;
}

const job = { Role: "r", Command: { Name: "pythonshell", ScriptLocation: "s3://b/k.py" } };

interface Trigger {
  readonly State: string;
  readonly Description?: string;
  readonly Schedule?: string;
  readonly Actions: readonly object[];
}

async function trigger(aws: AwsCalls, name: string): Promise<Trigger> {
  return (await aws.json<{ Trigger: Trigger }>("glue", "AWSGlue.GetTrigger", { Name: name })).Trigger;
}

async function lambdaWithAlias(aws: AwsCalls, name: string): Promise<void> {
  const Role = await role(aws, `${name}-role`);
  // An empty ZIP archive: the end-of-central-directory record alone.
  const ZipFile = Buffer.from(`504b0506${"00".repeat(18)}`, "hex").toString("base64");
  const definition = {
    FunctionName: name,
    Role,
    Runtime: "python3.12",
    Handler: "i.h",
    Code: { ZipFile },
    Publish: true,
  };
  await aws.send("lambda", "POST", "/2015-03-31/functions", JSON.stringify(definition));
  const alias = JSON.stringify({ Name: "live", FunctionVersion: "1" });
  await aws.send("lambda", "POST", `/2015-03-31/functions/${name}/aliases`, alias);
}

async function addPermission(aws: AwsCalls, name: string, qualifier: string | undefined, sid: string): Promise<number> {
  const permission = { StatementId: sid, Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
  const query = qualifier === undefined ? "" : `?Qualifier=${qualifier}`;
  const path = `/2015-03-31/functions/${name}/policy${query}`;
  return (await aws.send("lambda", "POST", path, JSON.stringify(permission))).status;
}

async function statementIds(aws: AwsCalls, name: string, qualifier?: string): Promise<unknown> {
  const query = qualifier === undefined ? "" : `?Qualifier=${qualifier}`;
  const answer = await aws.send("lambda", "GET", `/2015-03-31/functions/${name}/policy${query}`);
  if (answer.status !== 200) return answer.status;
  const { Policy } = JSON.parse(answer.text) as { Policy: string };
  const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string; Resource: string }[] };
  return Statement.map(({ Sid, Resource }) => `${Sid} on ${Resource.split(":function:")[1] ?? ""}`);
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
  glue_update_job: [
    {
      title: "a Glue job can be changed, and what the change leaves out goes back to its default",
      observe: async (aws) => {
        await aws.json("glue", "AWSGlue.CreateJob", { ...job, Name: "changed", Timeout: 10, Description: "first" });
        const JobUpdate = { ...job, Timeout: 20 };
        await aws.json("glue", "AWSGlue.UpdateJob", { JobName: "changed", JobUpdate });
        interface Found {
          Job: { Timeout: number; Description?: string };
        }
        const { Job } = await aws.json<Found>("glue", "AWSGlue.GetJob", { JobName: "changed" });
        return [Job.Timeout, Job.Description ?? "none"];
      },
      expected: [20, "none"],
    },
  ],
  glue_job_execution_class: [
    {
      title: "a Glue job has an execution class only when it was given one",
      observe: async (aws) => {
        const classOf = async (definition: { Name: string }): Promise<unknown> => {
          await aws.json("glue", "AWSGlue.CreateJob", { ...job, ...definition });
          const name = { JobName: definition.Name };
          const { Job } = await aws.json<{ Job: { ExecutionClass?: string } }>("glue", "AWSGlue.GetJob", name);
          return "ExecutionClass" in Job ? Job.ExecutionClass : "none";
        };
        const named = { Name: "flex", ExecutionClass: "FLEX" };
        return [await classOf({ Name: "plain" }), await classOf(named)];
      },
      expected: ["none", "FLEX"],
    },
  ],
  glue_update_trigger: [
    {
      title: "a Glue trigger can be changed and keeps its type and state",
      observe: async (aws) => {
        await aws.json("glue", "AWSGlue.CreateTrigger", {
          Name: "changed",
          Type: "SCHEDULED",
          Schedule: "cron(0 1 * * ? *)",
          Description: "first",
          Actions: [{ JobName: "a" }],
          StartOnCreation: true,
        });
        const TriggerUpdate = { Schedule: "cron(0 2 * * ? *)", Actions: [{ JobName: "b" }] };
        await aws.json("glue", "AWSGlue.UpdateTrigger", { Name: "changed", TriggerUpdate });
        return trigger(aws, "changed");
      },
      expected: {
        Name: "changed",
        Type: "SCHEDULED",
        State: "ACTIVATED",
        Schedule: "cron(0 2 * * ? *)",
        Actions: [{ JobName: "b" }],
      },
    },
  ],
  glue_on_demand_trigger_state: [
    {
      title: "an on-demand trigger stays CREATED when it is started",
      observe: async (aws) => {
        const name = { Name: "demand" };
        await aws.json("glue", "AWSGlue.CreateTrigger", { ...name, Type: "ON_DEMAND", Actions: [{ JobName: "a" }] });
        await aws.json("glue", "AWSGlue.StartTrigger", name);
        return (await trigger(aws, "demand")).State;
      },
      expected: "CREATED",
    },
  ],
  glue_workflow_tags: [
    {
      title: "the tags of a Glue workflow are kept, and go when it goes",
      observe: async (aws) => {
        const tags = async (): Promise<unknown> => {
          const ResourceArn = `arn:aws:glue:${aws.region}:${aws.account}:workflow/tagged`;
          return (await aws.json<{ Tags: object }>("glue", "AWSGlue.GetTags", { ResourceArn })).Tags;
        };
        await aws.json("glue", "AWSGlue.CreateWorkflow", { Name: "tagged", Tags: { team: "forecast" } });
        const first = await tags();
        await aws.json("glue", "AWSGlue.DeleteWorkflow", { Name: "tagged" });
        await aws.json("glue", "AWSGlue.CreateWorkflow", { Name: "tagged" });
        return [first, await tags()];
      },
      expected: [{ team: "forecast" }, {}],
    },
  ],
  athena_database_comment: [
    {
      title: "CREATE DATABASE keeps its comment",
      observe: async (aws) => {
        const QueryString =
          "create database if not exists `quality` comment 'the team\\'s data quality' location 's3://b/'";
        await aws.json("athena", "AmazonAthena.StartQueryExecution", { QueryString });
        const { Database } = await aws.json<{ Database: { Description?: string } }>(
          "athena",
          "AmazonAthena.GetDatabase",
          { CatalogName: "AwsDataCatalog", DatabaseName: "quality" },
        );
        return Database.Description;
      },
      expected: "the team's data quality",
    },
  ],
  lambda_policy_per_qualifier: [
    {
      title: "a Lambda function, its versions and its aliases have a policy each",
      observe: async (aws) => {
        await lambdaWithAlias(aws, "policies");
        await addPermission(aws, "policies", undefined, "whole");
        await addPermission(aws, "policies", "live", "alias");
        await addPermission(aws, "policies", "1", "version");
        const before = await Promise.all(
          [undefined, "live", "1"].map((qualifier) => statementIds(aws, "policies", qualifier)),
        );
        await aws.send("lambda", "DELETE", "/2015-03-31/functions/policies/policy/alias?Qualifier=live");
        return [before, await statementIds(aws, "policies", "live"), await statementIds(aws, "policies")];
      },
      expected: [
        [["whole on policies"], ["alias on policies:live"], ["version on policies:1"]],
        404,
        ["whole on policies"],
      ],
    },
    {
      title: "the same statement id can be used for two qualifiers",
      observe: async (aws) => {
        await lambdaWithAlias(aws, "same-id");
        await addPermission(aws, "same-id", undefined, "events");
        await addPermission(aws, "same-id", "live", "events");
        await aws.send("lambda", "DELETE", "/2015-03-31/functions/same-id/policy/events");
        return [await statementIds(aws, "same-id"), await statementIds(aws, "same-id", "live")];
      },
      expected: [404, ["events on same-id:live"]],
    },
  ],
  lambda_dead_letters: [
    {
      title: "a Lambda function keeps where its failed events go, until it is told otherwise",
      observe: async (aws) => {
        const configuration = "/2015-03-31/functions/letters/configuration";
        const target = async (TargetArn: string): Promise<unknown> => {
          await aws.send("lambda", "PUT", configuration, JSON.stringify({ DeadLetterConfig: { TargetArn } }));
          const { text } = await aws.send("lambda", "GET", configuration);
          return (
            (JSON.parse(text) as { DeadLetterConfig?: { TargetArn: string } }).DeadLetterConfig?.TargetArn ?? "none"
          );
        };
        await lambdaWithAlias(aws, "letters");
        return [await target("arn:aws:sns:ap-south-1:731580992380:failures"), await target("")];
      },
      expected: ["arn:aws:sns:ap-south-1:731580992380:failures", "none"],
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
  ...PIPELINE_GAPS,
};
