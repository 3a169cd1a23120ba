/** Source: Service Authorization Reference, condition keys of each service. */
import { ACCOUNT, KEY, REGION, contextOf, form, json, rest } from "./asking";

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const role = `arn:aws:iam::${ACCOUNT}:role/r`;

describe("tags in a request", () => {
  it.each([
    [
      "a list of Key and Value",
      () =>
        json("dynamodb", "TagResource", {
          ResourceArn: arn("dynamodb", "table/t"),
          Tags: [{ Key: "Team", Value: "ml" }],
        }),
      "dynamodb:TagResource",
    ],
    [
      "a list of key and value",
      () => json("states", "CreateStateMachine", { name: "m", tags: [{ key: "Team", value: "ml" }] }),
      "states:CreateStateMachine",
    ],
    [
      "a map",
      () => rest("batch", "POST", "/v1/createjobqueue", { jobQueueName: "q", tags: { Team: "ml" } }),
      "batch:CreateJobQueue",
    ],
    [
      "a list of TagKey and TagValue",
      () => json("kms", "CreateKey", { Tags: [{ TagKey: "Team", TagValue: "ml" }] }),
      "kms:CreateKey",
    ],
    [
      "members of a form",
      () => form("iam", "TagRole", { RoleName: "r", "Tags.member.1.Key": "Team", "Tags.member.1.Value": "ml" }),
      "iam:TagRole",
    ],
  ])("are known from %s", async (_, asks, action) => {
    expect(contextOf(await asks(), action)).toMatchObject({ "aws:requesttag/team": ["ml"], "aws:tagkeys": ["Team"] });
  });

  it("are only their keys when they are taken away", async () => {
    const url = `/v1/tags/${encodeURIComponent(arn("batch", "job/j"))}?tagKeys=a&tagKeys=b`;
    const context = contextOf(await rest("batch", "DELETE", url), "batch:UntagResource");
    expect(context).toEqual({ "aws:tagkeys": ["a", "b"] });
  });

  it("are no keys of an action that does not know them", async () => {
    const asks = await json("glue", "StartJobRun", { JobName: "j", Tags: { a: "1" } });
    expect(contextOf(asks, "glue:StartJobRun")).toEqual({});
  });

  it("in the text of a request to Cloud Control are the resource's", async () => {
    const DesiredState = JSON.stringify({ JobQueueName: "q", Tags: { team: "ml" } });
    const asks = await json("cloudcontrolapi", "CreateResource", { TypeName: "AWS::Batch::JobQueue", DesiredState });
    expect(contextOf(asks, "batch:CreateJobQueue")).toEqual({ "aws:requesttag/team": ["ml"], "aws:tagkeys": ["team"] });
  });
});

describe("aliases of a key", () => {
  const decrypt = (mentioned?: readonly string[]) => {
    const world = { arns: { "kms:key k": KEY }, aliases: { [KEY]: ["alias/lake", "alias/other"] } };
    return json("kms", "Decrypt", { KeyId: KEY }, mentioned === undefined ? world : { ...world, mentioned });
  };

  it("are asked of what is live", async () => {
    expect(contextOf(await decrypt(), "kms:Decrypt")["kms:resourcealiases"]).toEqual(["alias/lake", "alias/other"]);
  });

  it("are not asked when no policy looks at them", async () => {
    expect(contextOf(await decrypt([]), "kms:Decrypt")["kms:resourcealiases"]).toBeUndefined();
  });
});

describe("tags of a resource", () => {
  const job = arn("batch", "job/j");
  const tags = { [job]: { "dapf-queue": "q" } };
  const terminate = (mentioned?: readonly string[]) =>
    rest("batch", "POST", "/v1/terminatejob", { jobId: "j" }, mentioned === undefined ? { tags } : { tags, mentioned });

  it("are asked of what is live", async () => {
    expect(contextOf(await terminate(), "batch:TerminateJob")).toEqual({ "aws:resourcetag/dapf-queue": ["q"] });
  });

  it("are not asked when no policy looks at any", async () => {
    expect(contextOf(await terminate([]), "batch:TerminateJob")).toEqual({});
  });

  it.each(["j:1", "j#0"])("are those of the job in %s, a job of an array or of several nodes", async (jobId) => {
    const asks = await rest("batch", "POST", "/v1/terminatejob", { jobId }, { tags });
    expect(contextOf(asks, "batch:TerminateJob")).toEqual({ "aws:resourcetag/dapf-queue": ["q"] });
    expect(asks).toEqual([expect.objectContaining({ resource: arn("batch", `job/${jobId}`) })]);
  });

  it("are under the service's own key, too", async () => {
    const world = { tags: { [role]: { team: "ml" } }, arns: { "iam:role r": role } };
    expect(contextOf(await form("iam", "GetRole", { RoleName: "r" }, world), "iam:GetRole")).toEqual({
      "aws:resourcetag/team": ["ml"],
      "iam:resourcetag/team": ["ml"],
    });
  });

  it("of a log group are those of the group without its streams", async () => {
    const world = { tags: { [arn("logs", "log-group:g")]: { team: "ml" } } };
    const asks = await json("logs", "PutRetentionPolicy", { logGroupName: "g" }, world);
    expect(contextOf(asks, "logs:PutRetentionPolicy")).toEqual({ "aws:resourcetag/team": ["ml"] });
  });
});

describe("keys of a service", () => {
  it("of Batch are the share of a job, and the container of its definition", async () => {
    const submitted = await rest("batch", "POST", "/v1/submitjob", {
      jobQueue: "q",
      jobDefinition: "d:1",
      shareIdentifier: "s",
    });
    const onJob = submitted.find(({ resource }) => resource.endsWith("job/*"));
    expect(onJob?.context.get("batch:shareidentifier")).toEqual(["s"]);
    const onQueue = submitted.find(({ resource }) => resource.endsWith("job-queue/q"));
    expect(onQueue?.context.get("batch:shareidentifier")).toBeUndefined();
    const containerProperties = {
      image: "i",
      user: "u",
      privileged: true,
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "g" } },
    };
    const registered = await rest("batch", "POST", "/v1/registerjobdefinition", {
      jobDefinitionName: "d",
      containerProperties,
    });
    expect(contextOf(registered, "batch:RegisterJobDefinition")).toEqual({
      "batch:image": ["i"],
      "batch:user": ["u"],
      "batch:privileged": ["true"],
      "batch:logdriver": ["awslogs"],
      "batch:awslogsgroup": ["g"],
    });
  });

  it("of DynamoDB are partition keys and attributes", async () => {
    const table = arn("dynamodb", "table/t");
    const world = { partitionKeys: { [table]: "id", [`${table}/index/i`]: "other" } };
    const item = await json("dynamodb", "PutItem", { TableName: "t", Item: { id: { S: "a" }, n: { N: "1" } } }, world);
    expect(contextOf(item, "dynamodb:PutItem")).toEqual({
      "dynamodb:leadingkeys": ["a"],
      "dynamodb:attributes": ["id", "n"],
    });
    const query = {
      TableName: "t",
      IndexName: "i",
      KeyConditionExpression: "#k = :v AND sort > :w",
      ExpressionAttributeNames: { "#k": "other" },
      ExpressionAttributeValues: { ":v": { S: "x" }, ":w": { N: "3" } },
      Select: "ALL_ATTRIBUTES",
    };
    expect(contextOf(await json("dynamodb", "Query", query, world), "dynamodb:Query")).toEqual({
      "dynamodb:select": ["ALL_ATTRIBUTES"],
      "dynamodb:leadingkeys": ["x"],
      "dynamodb:attributes": ["other", "sort"],
    });
  });

  it("of IAM are the policy and the boundary: the one that is given, or the one that is there", async () => {
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/b`;
    const made = await form("iam", "CreateRole", { RoleName: "r", PermissionsBoundary });
    expect(contextOf(made, "iam:CreateRole")).toEqual({ "iam:permissionsboundary": [PermissionsBoundary] });
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const world = { boundaries: { [role]: PermissionsBoundary } };
    const attached = await form("iam", "AttachRolePolicy", { RoleName: "r", PolicyArn }, world);
    expect(contextOf(attached, "iam:AttachRolePolicy")).toEqual({
      "iam:policyarn": [PolicyArn],
      "iam:permissionsboundary": [PermissionsBoundary],
    });
  });

  it("of STS are the session's name and the external id", async () => {
    const asks = await form("sts", "AssumeRole", { RoleArn: role, RoleSessionName: "s", ExternalId: "e" });
    expect(contextOf(asks, "sts:AssumeRole")).toEqual({ "sts:rolesessionname": ["s"], "sts:externalid": ["e"] });
  });

  it("of SNS are protocol and endpoint", async () => {
    const asks = await form("sns", "Subscribe", {
      TopicArn: arn("sns", "t"),
      Protocol: "https",
      Endpoint: "https://x",
    });
    expect(contextOf(asks, "sns:Subscribe")).toEqual({ "sns:protocol": ["https"], "sns:endpoint": ["https://x"] });
  });

  it("of Lambda are the layers, the network and the function of a mapping", async () => {
    const VpcConfig = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
    const made = await rest("lambda", "POST", "/2015-03-31/functions", { FunctionName: "f", Layers: ["l"], VpcConfig });
    expect(contextOf(made, "lambda:CreateFunction")).toEqual({
      "lambda:layer": ["l"],
      "lambda:subnetids": ["subnet-1"],
      "lambda:securitygroupids": ["sg-1"],
    });
    const mapped = await rest("lambda", "POST", "/2015-03-31/event-source-mappings", { FunctionName: "f" });
    expect(contextOf(mapped, "lambda:CreateEventSourceMapping")).toEqual({
      "lambda:functionarn": [arn("lambda", "function:f")],
    });
  });

  it("of KMS are alias, account and encryption context", async () => {
    const world = { arns: { "kms:key alias/x": KEY } };
    const asks = await json("kms", "Encrypt", { KeyId: "alias/x", EncryptionContext: { Team: "ml" } }, world);
    expect(contextOf(asks, "kms:Encrypt")).toEqual({
      "kms:calleraccount": [ACCOUNT],
      "kms:requestalias": ["alias/x"],
      "kms:encryptioncontext:team": ["ml"],
      "kms:encryptioncontextkeys": ["Team"],
    });
  });

  it("of EventBridge are what a rule matches, where it sends to, and the source of events", async () => {
    const EventPattern = JSON.stringify({ source: ["aws.batch"], "detail-type": ["x"] });
    expect(contextOf(await json("events", "PutRule", { Name: "r", EventPattern }), "events:PutRule")).toEqual({
      "events:creatoraccount": [ACCOUNT],
      "events:source": ["aws.batch"],
      "events:detail-type": ["x"],
    });
    const targets = await json("events", "PutTargets", { Rule: "r", Targets: [{ Id: "1", Arn: arn("sqs", "q") }] });
    expect(contextOf(targets, "events:PutTargets")["events:targetarn"]).toEqual([arn("sqs", "q")]);
    const sent = await json("events", "PutEvents", { Entries: [{ Source: "s", DetailType: "t" }] });
    expect(contextOf(sent, "events:PutEvents")).toEqual({ "events:source": ["s"], "events:detail-type": ["t"] });
  });

  it("of SageMaker are instance types, run time and the state of a model, and that tags come with a job", async () => {
    const body = {
      ProcessingJobName: "p",
      ProcessingResources: { ClusterConfig: { InstanceType: "ml.m5.large" } },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      Tags: [{ Key: "a", Value: "1" }],
    };
    const asks = await json("sagemaker", "CreateProcessingJob", body);
    expect(contextOf(asks, "sagemaker:CreateProcessingJob")).toMatchObject({
      "sagemaker:instancetypes": ["ml.m5.large"],
      "sagemaker:maxruntimeinseconds": ["60"],
    });
    expect(contextOf(asks, "sagemaker:AddTags")).toMatchObject({ "sagemaker:taggingaction": ["CreateProcessingJob"] });
    const model = await json("sagemaker", "UpdateModelPackage", {
      ModelPackageArn: arn("sagemaker", "model-package/g/1"),
      ModelApprovalStatus: "Approved",
    });
    expect(contextOf(model, "sagemaker:UpdateModelPackage")).toMatchObject({
      "sagemaker:modelapprovalstatus": ["Approved"],
    });
  });

  it("of CloudWatch, Systems Manager, Step Functions, ECS and EC2 are members of the request", async () => {
    const metric = await form("monitoring", "PutMetricData", { Namespace: "n" });
    expect(contextOf(metric, "cloudwatch:PutMetricData")).toEqual({ "cloudwatch:namespace": ["n"] });
    const parameter = await json("ssm", "PutParameter", { Name: "a", Overwrite: true });
    expect(contextOf(parameter, "ssm:PutParameter")).toEqual({ "ssm:overwrite": ["true"] });
    const started = await json("states", "StartExecution", { stateMachineArn: arn("states", "stateMachine:m:prod") });
    expect(contextOf(started, "states:StartExecution")).toEqual({ "states:statemachinequalifier": ["prod"] });
    const task = await json("ecs", "DescribeServices", { cluster: "c", services: ["s"] });
    expect(contextOf(task, "ecs:DescribeServices")).toEqual({ "ecs:cluster": [arn("ecs", "cluster/c")] });
    const ended = await form("ec2", "TerminateInstances", { "InstanceId.1": "i-1" });
    expect(contextOf(ended, "ec2:TerminateInstances")).toEqual({ "ec2:instanceid": ["i-1"], "ec2:region": [REGION] });
  });
});
