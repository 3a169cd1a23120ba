import type { Place } from "../../aws/place";
import { arnOf } from "../../aws/arns";
import type { Statement } from "./document";

/** Athena queries in the work group that every account has. */
export function queries(place: Place): Statement {
  return {
    Sid: "Queries",
    Effect: "Allow",
    Action: [
      "athena:GetQueryExecution",
      "athena:GetQueryResults",
      "athena:GetWorkGroup",
      "athena:StartQueryExecution",
      "athena:StopQueryExecution",
    ],
    Resource: [arnOf(place, "athena", "workgroup/primary")],
  };
}

/**
 * Reading the tables of databases, and adding tables and partitions. Athena looks at the database `default` whatever a
 * statement is about, and lists databases: Athena User Guide, "Configure access to databases and tables in the AWS Glue Data
 * Catalog", "Access policy for the default database and catalog per AWS Region".
 *
 * @param databases their names
 */
export function catalog(place: Place, databases: readonly string[]): Statement {
  const glue = (resource: string) => arnOf(place, "glue", resource);
  return {
    Sid: "Catalog",
    Effect: "Allow",
    Action: [
      "glue:BatchCreatePartition",
      "glue:BatchGetPartition",
      "glue:CreatePartition",
      "glue:CreateTable",
      "glue:GetDatabase",
      "glue:GetDatabases",
      "glue:GetPartition",
      "glue:GetPartitions",
      "glue:GetTable",
      "glue:GetTables",
      "glue:UpdateTable",
    ],
    Resource: [
      glue("catalog"),
      ...new Set([glue("database/default"), ...databases.map((name) => glue(`database/${name}`))]),
      ...databases.map((name) => glue(`table/${name}/*`)),
    ],
  };
}

/** What AWS Glue writes about a job as the job's role. */
export function logsAndMetrics(place: Place): Statement[] {
  return [
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      // AWS Glue writes the output of all jobs of an account into groups of these names.
      Resource: [arnOf(place, "logs", "log-group:/aws-glue/*")],
    },
    {
      Sid: "Metrics",
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      // AWS restricts it to a namespace, not to a resource.
      Resource: ["*"],
      Condition: { StringEquals: { "cloudwatch:namespace": "Glue" } },
    },
  ];
}
