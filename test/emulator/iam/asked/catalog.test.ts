/** Calls about data catalogs and queries. */
import { ACCOUNT, REGION, json, short } from "./asking";

const HERE = `${REGION}:${ACCOUNT}`;

type Row = readonly [request: string, members: object, asked: readonly string[]];

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Glue". */
const AWS_GLUE: readonly Row[] = [
  ["GetDatabase", { Name: "d" }, ["glue:GetDatabase database/d", "glue:GetDatabase catalog"]],
  ["GetDatabases", {}, ["glue:GetDatabases catalog"]],
  [
    "GetTables",
    { DatabaseName: "d" },
    ["glue:GetTables database/d", "glue:GetTables catalog", "glue:GetTables table/d/*"],
  ],
  [
    "GetTable",
    { DatabaseName: "d", Name: "t" },
    ["glue:GetTable database/d", "glue:GetTable catalog", "glue:GetTable table/d/t"],
  ],
  [
    "CreateTable",
    { DatabaseName: "d", TableInput: { Name: "t" } },
    ["glue:CreateTable database/d", "glue:CreateTable catalog", "glue:CreateTable table/d/t"],
  ],
  [
    "GetPartitions",
    { DatabaseName: "d", TableName: "t" },
    ["glue:GetPartitions database/d", "glue:GetPartitions catalog", "glue:GetPartitions table/d/t"],
  ],
  [
    "BatchDeleteTable",
    { DatabaseName: "d", TablesToDelete: ["a", "b"] },
    [
      "glue:BatchDeleteTable database/d",
      "glue:BatchDeleteTable catalog",
      "glue:BatchDeleteTable table/d/a",
      "glue:BatchDeleteTable table/d/b",
    ],
  ],
  [
    "DeleteDatabase",
    { Name: "d" },
    [
      "glue:DeleteDatabase database/d",
      "glue:DeleteDatabase catalog",
      "glue:DeleteDatabase table/d/*",
      "glue:DeleteDatabase userDefinedFunction/d/*",
    ],
  ],
  [
    "CreateDatabase",
    { DatabaseInput: { Name: "d" } },
    ["glue:CreateDatabase database/d", "glue:CreateDatabase catalog"],
  ],
  ["SearchTables", {}, ["glue:SearchTables database/*", "glue:SearchTables catalog", "glue:SearchTables table/*/*"]],
  ["GetConnection", { Name: "c" }, ["glue:GetConnection connection/c", "glue:GetConnection catalog"]],
  [
    "CreateJob",
    { Name: "j", Role: `arn:aws:iam::${ACCOUNT}:role/r`, Tags: { a: "1" }, Command: {} },
    ["glue:CreateJob job/j", "glue:TagResource job/j", "iam:PassRole role/r"],
  ],
  ["UpdateJob", { JobName: "j", JobUpdate: { Role: "r" } }, ["glue:UpdateJob job/j", "iam:PassRole role/r"]],
  ["StartJobRun", { JobName: "j" }, ["glue:StartJobRun job/j"]],
  ["GetJobRun", { JobName: "j", RunId: "1" }, ["glue:GetJobRun job/j"]],
  ["BatchStopJobRun", { JobName: "j" }, ["glue:BatchStopJobRun job/j"]],
  ["GetJobs", {}, ["glue:GetJobs *"]],
  ["BatchGetJobs", { JobNames: ["a", "b"] }, ["glue:BatchGetJobs job/a", "glue:BatchGetJobs job/b"]],
  ["CreateTrigger", { Name: "t" }, ["glue:CreateTrigger trigger/t"]],
  ["StartTrigger", { Name: "t" }, ["glue:StartTrigger trigger/t"]],
  ["CreateWorkflow", { Name: "w" }, ["glue:CreateWorkflow workflow/w"]],
  ["GetWorkflowRun", { Name: "w", RunId: "1" }, ["glue:GetWorkflowRun workflow/w"]],
  ["StartWorkflowRun", { Name: "w" }, ["glue:StartWorkflowRun workflow/w"]],
  ["GetCrawler", { Name: "c" }, ["glue:GetCrawler crawler/c"]],
  ["CreateCrawler", { Name: "c", Role: "service/r" }, ["glue:CreateCrawler *", "iam:PassRole role/service/r"]],
  ["GetTags", { ResourceArn: `arn:aws:glue:${HERE}:job/j` }, ["glue:GetTags job/j"]],
  [
    "TagResource",
    { ResourceArn: `arn:aws:glue:${HERE}:database/d`, TagsToAdd: { a: "1" } },
    ["glue:TagResource database/d"],
  ],
  ["GetSecurityConfiguration", { Name: "s" }, ["glue:GetSecurityConfiguration *"]],
  [
    "CreateSession",
    { Id: "s", Role: `arn:aws:iam::${ACCOUNT}:role/r` },
    ["glue:CreateSession session/s", "iam:PassRole role/r"],
  ],
  [
    "GetUserDefinedFunction",
    { DatabaseName: "d", FunctionName: "f" },
    [
      "glue:GetUserDefinedFunction database/d",
      "glue:GetUserDefinedFunction catalog",
      "glue:GetUserDefinedFunction userDefinedFunction/d/f",
    ],
  ],
  ["GetDataCatalogEncryptionSettings", {}, ["glue:GetDataCatalogEncryptionSettings catalog"]],
];

describe("calls of AWS Glue", () => {
  it.each(AWS_GLUE)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("glue", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon Athena". */
const AMAZON_ATHENA: readonly Row[] = [
  ["StartQueryExecution", { QueryString: "" }, ["athena:StartQueryExecution workgroup/primary"]],
  ["GetQueryExecution", { QueryExecutionId: "q1" }, ["athena:GetQueryExecution workgroup/w1"]],
  ["GetQueryResults", { QueryExecutionId: "q2" }, ["athena:GetQueryResults workgroup/primary"]],
  ["GetWorkGroup", { WorkGroup: "w" }, ["athena:GetWorkGroup workgroup/w"]],
  ["CreateWorkGroup", { Name: "w" }, ["athena:CreateWorkGroup workgroup/w"]],
  ["ListWorkGroups", {}, ["athena:ListWorkGroups *"]],
  ["GetTableMetadata", { CatalogName: "AwsDataCatalog" }, ["athena:GetTableMetadata datacatalog/AwsDataCatalog"]],
  ["CreateDataCatalog", { Name: "c" }, ["athena:CreateDataCatalog datacatalog/c"]],
  ["BatchGetQueryExecution", { QueryExecutionIds: ["q1"] }, ["athena:BatchGetQueryExecution workgroup/w1"]],
  ["CreateNamedQuery", { Name: "n", WorkGroup: "w" }, ["athena:CreateNamedQuery workgroup/w"]],
  ["TagResource", { ResourceARN: `arn:aws:athena:${HERE}:workgroup/w`, Tags: [] }, ["athena:TagResource workgroup/w"]],
  ["ListDatabases", { CatalogName: "c" }, ["athena:ListDatabases datacatalog/c"]],
];

const AMAZON_ATHENA_WORLD = { arns: { "athena:workgroup-of-query q1": `arn:aws:athena:${HERE}:workgroup/w1` } };

describe("calls of Amazon Athena", () => {
  it.each(AMAZON_ATHENA)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("athena", request, members, AMAZON_ATHENA_WORLD))).toEqual(asked);
  });
});
