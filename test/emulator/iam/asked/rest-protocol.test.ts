/** Calls of services with a REST protocol. */
import { ACCOUNT, REGION, rest, short } from "./asking";

const HERE = `${REGION}:${ACCOUNT}`;

type Row = readonly [request: string, members: object, asked: readonly string[]];

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Batch"; job ids and revisions that come with the answer are `*`. */
const AWS_BATCH: readonly Row[] = [
  [
    "POST /v1/submitjob",
    { jobQueue: "q", jobDefinition: "d:3" },
    ["batch:SubmitJob job/*", "batch:SubmitJob job-definition/d:3", "batch:SubmitJob job-queue/q"],
  ],
  [
    "POST /v1/submitjob",
    { jobQueue: `arn:aws:batch:${HERE}:job-queue/q`, jobDefinition: "d" },
    ["batch:SubmitJob job/*", "batch:SubmitJob job-definition/d", "batch:SubmitJob job-queue/q"],
  ],
  [
    "POST /v1/submitjob",
    { jobQueue: "q", jobDefinition: `arn:aws:batch:${HERE}:job-definition/d:3`, tags: { team: "ml" } },
    [
      "batch:SubmitJob job/*",
      "batch:SubmitJob job-definition/d:3",
      "batch:SubmitJob job-queue/q",
      "batch:TagResource job/*",
    ],
  ],
  [
    "POST /v1/registerjobdefinition",
    { jobDefinitionName: "d", type: "container" },
    ["batch:RegisterJobDefinition job-definition/d"],
  ],
  ["POST /v1/deregisterjobdefinition", { jobDefinition: "d:3" }, ["batch:DeregisterJobDefinition job-definition/d:3"]],
  ["POST /v1/terminatejob", { jobId: "j-1", reason: "x" }, ["batch:TerminateJob job/j-1"]],
  ["POST /v1/canceljob", { jobId: "j-1", reason: "x" }, ["batch:CancelJob job/j-1"]],
  ["POST /v1/describejobs", { jobs: ["a"] }, ["batch:DescribeJobs *"]],
  ["POST /v1/listjobs", { jobQueue: "q" }, ["batch:ListJobs *"]],
  ["POST /v1/getjobqueuesnapshot", { jobQueue: "q" }, ["batch:GetJobQueueSnapshot job-queue/q"]],
  [
    "POST /v1/createjobqueue",
    {
      jobQueueName: "q",
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "c" }],
      schedulingPolicyArn: `arn:aws:batch:${HERE}:scheduling-policy/p`,
    },
    [
      "batch:CreateJobQueue compute-environment/c",
      "batch:CreateJobQueue job-queue/q",
      "batch:CreateJobQueue scheduling-policy/p",
    ],
  ],
  [
    "POST /v1/updatejobqueue",
    { jobQueue: "q", serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "e" }] },
    ["batch:UpdateJobQueue job-queue/q"],
  ],
  [
    "POST /v1/createquotashare",
    { quotaShareName: "s", jobQueue: "q" },
    ["batch:CreateQuotaShare job-queue/q", "batch:CreateQuotaShare job-queue/q/quota-share/s"],
  ],
  [
    "POST /v1/submitservicejob",
    { jobQueue: "q", jobName: "j" },
    ["batch:SubmitServiceJob job-queue/q", "batch:SubmitServiceJob service-job/*"],
  ],
  [
    "POST /v1/submitservicejob",
    { jobQueue: "q", jobName: "j", quotaShareName: "s" },
    [
      "batch:SubmitServiceJob job-queue/q",
      "batch:SubmitServiceJob job-queue/q/quota-share/s",
      "batch:SubmitServiceJob service-job/*",
    ],
  ],
  ["POST /v1/terminateservicejob", { jobId: "j" }, ["batch:TerminateServiceJob service-job/j"]],
  [
    "POST /v1/createserviceenvironment",
    { serviceEnvironmentName: "e" },
    [
      "batch:CreateServiceEnvironment service-environment/e",
      "iam:CreateServiceLinkedRole role/aws-service-role/sagemaker-queuing.batch.amazonaws.com/AWSServiceRoleForAWSBatchWithSagemaker",
    ],
  ],
  [
    "POST /v1/tags/arn%3Aaws%3Abatch%3Aeu-central-1%3A123456789012%3Ajob-queue%2Fq",
    { tags: { a: "1" } },
    ["batch:TagResource job-queue/q"],
  ],
  [
    "DELETE /v1/tags/arn%3Aaws%3Abatch%3Aeu-central-1%3A123456789012%3Ajob%2Fj?tagKeys=a&tagKeys=b",
    {},
    ["batch:UntagResource job/j"],
  ],
  [
    "GET /v1/tags/arn%3Aaws%3Abatch%3Aeu-central-1%3A123456789012%3Ajob-queue%2Fq%2Fquota-share%2Fs",
    {},
    ["batch:ListTagsForResource job-queue/q/quota-share/s"],
  ],
];

describe("calls of AWS Batch", () => {
  it.each(AWS_BATCH)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await rest("batch", ...target(request), members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda". */
const AWS_LAMBDA: readonly Row[] = [
  ["POST /2015-03-31/functions/f/invocations", {}, ["lambda:InvokeFunction function:f"]],
  ["POST /2015-03-31/functions/f/invocations?Qualifier=prod", {}, ["lambda:InvokeFunction function:f:prod"]],
  [
    "POST /2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Af%3Aprod/invocations",
    {},
    ["lambda:InvokeFunction function:f:prod"],
  ],
  [
    "POST /2015-03-31/functions/999999999999:function:f/invocations",
    {},
    ["lambda:InvokeFunction arn:aws:lambda:eu-central-1:999999999999:function:f"],
  ],
  [
    "POST /2015-03-31/functions",
    { FunctionName: "f", Tags: { a: "1" } },
    ["lambda:CreateFunction function:f", "lambda:TagResource function:f"],
  ],
  ["GET /2015-03-31/functions/f", {}, ["lambda:GetFunction function:f"]],
  ["GET /2015-03-31/functions/", {}, ["lambda:ListFunctions *"]],
  ["POST /2015-03-31/functions/f/policy", { Principal: "s3.amazonaws.com" }, ["lambda:AddPermission function:f"]],
  ["POST /2015-03-31/event-source-mappings/", { FunctionName: "f" }, ["lambda:CreateEventSourceMapping *"]],
  ["DELETE /2015-03-31/event-source-mappings/u1", {}, ["lambda:DeleteEventSourceMapping event-source-mapping:u1"]],
  ["GET /2018-10-31/layers/l/versions/3", {}, ["lambda:GetLayerVersion layer:l:3"]],
  [
    "GET /2017-03-31/tags/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Af",
    {},
    ["lambda:ListTags function:f"],
  ],
];

describe("calls of AWS Lambda", () => {
  it.each(AWS_LAMBDA)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await rest("lambda", ...target(request), members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge Scheduler". */
const AMAZON_EVENTBRIDGE_SCHEDULER: readonly Row[] = [
  ["POST /schedules/x", { GroupName: "g" }, ["scheduler:CreateSchedule schedule/g/x"]],
  ["GET /schedules/x", {}, ["scheduler:GetSchedule schedule/default/x"]],
];

describe("calls of Amazon EventBridge Scheduler", () => {
  it.each(AMAZON_EVENTBRIDGE_SCHEDULER)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await rest("scheduler", ...target(request), members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon Route 53". */
const AMAZON_ROUTE_53: readonly Row[] = [
  ["GET /2013-04-01/hostedzone/Z1", {}, ["route53:GetHostedZone arn:aws:route53:::hostedzone/Z1"]],
];

describe("calls of Amazon Route 53", () => {
  it.each(AMAZON_ROUTE_53)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await rest("route53", ...target(request), members))).toEqual(asked);
  });
});

/** Amazon API Gateway Developer Guide, "Amazon API Gateway management API". */
const API_GATEWAY: readonly Row[] = [
  ["GET /restapis/a/stages", {}, ["apigateway:GET arn:aws:apigateway:eu-central-1::/restapis/a/stages"]],
];

describe("calls of API Gateway", () => {
  it.each(API_GATEWAY)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await rest("apigateway", ...target(request), members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3". */
const S3_CONTROL: readonly Row[] = [["GET /v20180820/tags/arn%3Aaws%3As3%3A%3A%3Ab", {}, ["s3:ListTagsForResource b"]]];

describe("calls of S3 Control", () => {
  it.each(S3_CONTROL)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await rest("s3", ...target(request), members))).toEqual(asked);
  });
});

function target(request: string): readonly [method: string, url: string] {
  const [method = "", url = ""] = request.split(" ");
  return [method, url];
}
