/** What a client sees of moto's gaps of CloudFormation, EventBridge and EC2's placement groups. */
import { type Answer, AwsCalls, elements } from "./aws-calls";
import type { Gap } from "./gap";
import { roleFor } from "./roles";

const CLOUD_FORMATION = "2010-05-15";
const EC2 = "2016-11-15";

const POLICY = { Type: "AWS::Batch::SchedulingPolicy", Properties: { Name: "stack-policy", FairsharePolicy: {} } };
const MACHINE = (state: string, RoleArn: string) => ({
  Type: "AWS::StepFunctions::StateMachine",
  Properties: {
    StateMachineName: "stack-machine",
    RoleArn,
    Definition: { StartAt: "A", States: { A: { Type: "Pass", Result: "${state}", End: true } } },
    DefinitionSubstitutions: { state },
  },
});
const QUEUE = (priority: number, environment: unknown) => ({
  Type: "AWS::Batch::JobQueue",
  Properties: {
    JobQueueName: "stack-queue",
    Priority: String(priority),
    JobQueueType: "SAGEMAKER_TRAINING",
    ServiceEnvironmentOrder: [{ Order: 1, ServiceEnvironment: environment }],
    Tags: { made: "by-stack" },
  },
});
const SERVICE_ENVIRONMENT = {
  Type: "AWS::Batch::ServiceEnvironment",
  Properties: {
    ServiceEnvironmentType: "SAGEMAKER_TRAINING",
    CapacityLimits: [{ MaxCapacity: 4, CapacityUnit: "NUM_INSTANCES" }],
  },
};

function stack(aws: AwsCalls, action: string, name: string, resources?: object, outputs: object = {}) {
  const template = resources && { TemplateBody: JSON.stringify({ Resources: resources, Outputs: outputs }) };
  return aws.query("cloudformation", CLOUD_FORMATION, action, { StackName: name, ...template });
}

/** Status of a stack, and the reasons in its events, in their order. */
async function outcome(aws: AwsCalls, name: string): Promise<unknown[]> {
  const [status] = elements(await stack(aws, "DescribeStacks", name), "StackStatus");
  const events = await stack(aws, "DescribeStackEvents", name);
  const reasons = elements(events, "ResourceStatusReason").filter((reason) => reason !== "User Initiated");
  return [status, ...reasons.reverse()];
}

async function batch(aws: AwsCalls, operation: string): Promise<Record<string, unknown>> {
  const { text } = await aws.send("batch", "POST", `/v1/${operation}`, "{}");
  return JSON.parse(text) as Record<string, unknown>;
}

const machines = async (aws: AwsCalls) => {
  const { stateMachines } = await aws.json<{ stateMachines: { stateMachineArn: string }[] }>(
    "states",
    "AWSStepFunctions.ListStateMachines",
    {},
  );
  return Promise.all(
    stateMachines.map(async ({ stateMachineArn }) => {
      const target = "AWSStepFunctions.DescribeStateMachine";
      const { definition } = await aws.json<{ definition: string }>("states", target, { stateMachineArn });
      return /"Result": ?"(\w+)"/.exec(definition)?.[1];
    }),
  );
};

/** Lists tell of the whole account, and gaps are observed one after the other in one. */
const inOtherAccount = ({ endpoint }: AwsCalls, account: string): AwsCalls => new AwsCalls(endpoint, account);

async function ec2(aws: AwsCalls, action: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
  const body = new URLSearchParams({ Action: action, Version: EC2, ...parameters }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return aws.send("ec2", "POST", "/", body, headers);
}
const codeOf = ({ text }: Answer) => elements(text, "Code")[0];

export const STACK_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  cloudformation_edge_resources: [
    {
      title: "a stack makes, changes and deletes queues and state machines where their services have them",
      observe: async (all) => {
        const aws = inOtherAccount(all, "121212121212");
        const roleArn = await roleFor(aws, "any", "states.amazonaws.com");
        const resources = (priority: number) => ({
          Queue: QUEUE(priority, { Ref: "Environment" }),
          Environment: SERVICE_ENVIRONMENT,
          Machine: MACHINE(`state${priority}`, roleArn),
        });
        const outputs = { Queue: { Value: { "Fn::GetAtt": ["Queue", "JobQueueArn"] } } };
        const queues = async () => {
          const { jobQueues } = await batch(aws, "describejobqueues");
          return (jobQueues as { priority: number; tags: object }[]).map(({ priority, tags }) => [priority, tags]);
        };
        await stack(aws, "CreateStack", "all", resources(1), outputs);
        const created = [await outcome(aws, "all"), await queues(), await machines(aws)];
        const output = elements(await stack(aws, "DescribeStacks", "all"), "OutputValue");
        await stack(aws, "UpdateStack", "all", resources(2), outputs);
        const updated = [await outcome(aws, "all"), await queues(), await machines(aws)];
        await stack(aws, "DeleteStack", "all");
        return { created, output, updated, deleted: [await queues(), await machines(aws)] };
      },
      expected: {
        created: [["CREATE_COMPLETE"], [[1, { made: "by-stack" }]], ["state1"]],
        output: ["arn:aws:batch:ap-south-1:121212121212:job-queue/stack-queue"],
        updated: [["UPDATE_COMPLETE"], [[2, { made: "by-stack" }]], ["state2"]],
        deleted: [[], []],
      },
    },
    {
      title: "a type that the embedded AWS lacks fails its stack",
      observe: async (aws) => {
        await stack(aws, "CreateStack", "lacking", { Mesh: { Type: "AWS::AppMesh::Mesh", Properties: {} } });
        return outcome(aws, "lacking");
      },
      expected: [
        "ROLLBACK_COMPLETE",
        "embedded AWS: AWS::AppMesh::Mesh has not been implemented",
        "The following resource(s) failed to create: [Mesh]. Rollback requested by user.",
      ],
    },
  ],
  cloudformation_failures: [
    {
      title: "what a service refuses rolls a new stack back, and its events say why",
      observe: async (all) => {
        const aws = inOtherAccount(all, "131313131313");
        const Queue = { ...QUEUE(1, "nowhere"), DependsOn: "Policy" };
        await stack(aws, "CreateStack", "refused", { Policy: POLICY, Queue }, { Arn: { Value: { Ref: "Queue" } } });
        const { schedulingPolicies } = await batch(aws, "listschedulingpolicies");
        return [await outcome(aws, "refused"), schedulingPolicies];
      },
      expected: [
        [
          "ROLLBACK_COMPLETE",
          expect.stringMatching(
            /^Resource handler returned message: .*\(Service: Batch, Status Code: 400, Request ID: [0-9a-f-]{36}\)/,
          ),
          "The following resource(s) failed to create: [Queue]. Rollback requested by user.",
        ],
        [],
      ],
    },
    {
      title: "a change that fails, and a property that there is not, leave a stack as it was",
      observe: async (all) => {
        const aws = inOtherAccount(all, "141414141414");
        await stack(aws, "CreateStack", "changed", { Policy: POLICY });
        const FairsharePolicy = { ShareDecaySeconds: -1 };
        await stack(aws, "UpdateStack", "changed", {
          Policy: { ...POLICY, Properties: { Name: "stack-policy", FairsharePolicy } },
        });
        await stack(aws, "CreateStack", "unknown", { Policy: { ...POLICY, Properties: { Nmae: "x" } } });
        return [await outcome(aws, "changed"), await outcome(aws, "unknown")];
      },
      expected: [
        [
          "UPDATE_ROLLBACK_COMPLETE",
          expect.stringContaining("(Service: Batch, Status Code: 400,"),
          "The following resource(s) failed to update: [Policy].",
        ],
        [
          "ROLLBACK_COMPLETE",
          "Properties validation failed for resource Policy with message: #: extraneous key [Nmae] is not permitted",
          "The following resource(s) failed to create: [Policy]. Rollback requested by user.",
        ],
      ],
    },
    {
      title: "a change set that fails is not half executed",
      observe: async (aws) => {
        const TemplateBody = JSON.stringify({ Resources: { Queue: QUEUE(1, "nowhere") } });
        const parameters = { StackName: "set", ChangeSetName: "first-set", ChangeSetType: "CREATE", TemplateBody };
        await aws.query("cloudformation", CLOUD_FORMATION, "CreateChangeSet", parameters);
        await aws.query("cloudformation", CLOUD_FORMATION, "ExecuteChangeSet", {
          StackName: "set",
          ChangeSetName: "first-set",
        });
        return (await outcome(aws, "set"))[0];
      },
      expected: "ROLLBACK_COMPLETE",
    },
  ],
  events_tags_by_arn: [
    {
      title: "rules of one name on two buses have tags of their own",
      observe: async (aws) => {
        const arns: string[] = [];
        for (const bus of ["tags-one", "tags-two"]) {
          await aws.json("events", "AWSEvents.CreateEventBus", { Name: bus });
          const rule = { Name: "scan", EventBusName: bus, EventPattern: "{}", Tags: [{ Key: "bus", Value: bus }] };
          arns.push((await aws.json<{ RuleArn: string }>("events", "AWSEvents.PutRule", rule)).RuleArn);
        }
        const Tags = [{ Key: "more", Value: "1" }];
        await aws.json("events", "AWSEvents.TagResource", { ResourceARN: arns[1], Tags });
        await aws.json("events", "AWSEvents.UntagResource", { ResourceARN: arns[0], TagKeys: ["bus"] });
        const list = (ResourceARN: string) =>
          aws.jsonAnswer("events", "AWSEvents.ListTagsForResource", { ResourceARN });
        const tagsOf = async (arn: string) => (JSON.parse((await list(arn)).text) as { Tags: unknown }).Tags;
        const none = await list("arn:aws:events:ap-south-1:731580992380:rule/tags-one/none");
        return [...(await Promise.all(arns.map(tagsOf))), none.status, none.text];
      },
      expected: [
        [],
        [
          { Key: "bus", Value: "tags-two" },
          { Key: "more", Value: "1" },
        ],
        400,
        expect.stringContaining("Rule none does not exist on EventBus tags-one."),
      ],
    },
  ],
  ec2_placement_groups: [
    {
      title: "placement groups are made, found, tagged and deleted",
      observe: async (aws) => {
        const tag = { "TagSpecification.1.ResourceType": "placement-group", "TagSpecification.1.Tag.1.Key": "k" };
        await ec2(aws, "CreatePlacementGroup", { GroupName: "cluster", ...tag, "TagSpecification.1.Tag.1.Value": "v" });
        await ec2(aws, "CreatePlacementGroup", { GroupName: "parts", Strategy: "partition" });
        await ec2(aws, "CreatePlacementGroup", { GroupName: "seven", Strategy: "partition", PartitionCount: "7" });
        await ec2(aws, "CreatePlacementGroup", { GroupName: "spread", Strategy: "spread" });
        const { text } = await ec2(aws, "DescribePlacementGroups", {});
        const found = await ec2(aws, "DescribePlacementGroups", { "Filter.1.Name": "tag:k", "Filter.1.Value.1": "v" });
        const [id = ""] = elements(found.text, "groupId");
        const others = { "Filter.1.Name": "strategy", "Filter.1.Value.1": "partition" };
        await ec2(aws, "CreateTags", { "ResourceId.1": id, "Tag.1.Key": "later", "Tag.1.Value": "1" });
        const tags = await ec2(aws, "DescribeTags", { "Filter.1.Name": "resource-id", "Filter.1.Value.1": id });
        await ec2(aws, "DeletePlacementGroup", { GroupName: "cluster" });
        return {
          all: ["groupName", "strategy", "state", "partitionCount", "spreadLevel"].map((name) => elements(text, name)),
          arn: elements(found.text, "groupArn"),
          id: /^pg-[0-9a-f]{17}$/.test(id),
          filtered: elements((await ec2(aws, "DescribePlacementGroups", others)).text, "groupName"),
          tags: [elements(tags.text, "key"), elements(tags.text, "resourceType")],
          deleted: codeOf(await ec2(aws, "DescribePlacementGroups", { "GroupName.1": "cluster" })),
        };
      },
      expected: {
        all: [
          ["cluster", "parts", "seven", "spread"],
          ["cluster", "partition", "partition", "spread"],
          ["available", "available", "available", "available"],
          ["2", "7"],
          ["rack"],
        ],
        arn: ["arn:aws:ec2:ap-south-1:731580992380:placement-group/cluster"],
        id: true,
        filtered: ["parts", "seven"],
        tags: [
          ["k", "later"],
          ["placement-group", "placement-group"],
        ],
        deleted: "InvalidPlacementGroup.Unknown",
      },
    },
    {
      title: "a placement group that cannot be, or is in use, is refused",
      observe: async (aws) => {
        const create = async (parameters: Readonly<Record<string, string>>) =>
          codeOf(await ec2(aws, "CreatePlacementGroup", { GroupName: "rules", ...parameters }));
        const refused = [
          await create({ GroupName: "" }),
          await create({ GroupName: "n".repeat(256) }),
          await create({ Strategy: "near" }),
          await create({ Strategy: "partition", PartitionCount: "8" }),
          await create({ PartitionCount: "2" }),
          await create({ SpreadLevel: "rack" }),
          await create({ Strategy: "spread", SpreadLevel: "row" }),
          await create({ DryRun: "true" }),
          await create({}),
          await create({}),
        ];
        const image = { ImageId: "ami-12c6146b", MinCount: "1", MaxCount: "1" };
        const nowhere = await ec2(aws, "RunInstances", { ...image, "Placement.GroupName": "nowhere" });
        const run = await ec2(aws, "RunInstances", { ...image, "Placement.GroupName": "rules" });
        const used = codeOf(await ec2(aws, "DeletePlacementGroup", { GroupName: "rules" }));
        await ec2(aws, "TerminateInstances", { "InstanceId.1": elements(run.text, "instanceId")[0] ?? "" });
        const deleted = await ec2(aws, "DeletePlacementGroup", { GroupName: "rules" });
        return {
          refused,
          nowhere: codeOf(nowhere),
          group: elements(run.text, "groupName").at(-1),
          used,
          deleted: deleted.status,
        };
      },
      expected: {
        refused: [
          "MissingParameter",
          "InvalidParameterValue",
          "InvalidParameterValue",
          "InvalidParameterValue",
          "InvalidParameterCombination",
          "InvalidParameterCombination",
          "InvalidParameterValue",
          "DryRunOperation",
          undefined,
          "InvalidPlacementGroup.Duplicate",
        ],
        nowhere: "InvalidPlacementGroup.Unknown",
        group: "rules",
        used: "InvalidPlacementGroup.InUse",
        deleted: 200,
      },
    },
  ],
};
