import { placeIn } from "../../aws/place";
import { ROLE_ARN } from "../../aws/arns";
import { readBuckets, useBuckets, writeCentralResults } from "../policies/access";
import { policyDocument } from "../policies/document";
import { catalog, logsAndMetrics, queries } from "../policies/glue-jobs";
import type { JobArguments } from "./arguments";

export interface MonitoringPolicyProps {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Buckets with the scripts, the results of queries and the tables. */
  readonly bucketArns: readonly string[];
  /** Buckets with what is watched. */
  readonly inputBucketArns: readonly string[];
  /** Names of the Athena databases that the jobs query and add to. */
  readonly databases: readonly string[];
  /** The arguments of all jobs: they name the buckets and roles of other accounts. */
  readonly jobArguments: readonly JobArguments[];
}

/**
 * What the monitoring jobs may do. Takes the place of the HCL's policy of the same name, which allowed all of STS and
 * KMS, and of CloudWatchFullAccess, AmazonKinesisFullAccess, IAMFullAccess, AmazonS3FullAccess and
 * AWSGlueConsoleFullAccess, which the HCL attached. The environment's key needs no statement: its own policy lets
 * whoever may use an encrypted bucket use the key through it.
 */
export function monitoringPolicy(props: MonitoringPolicyProps): string {
  const { region, account } = props;
  const place = placeIn(region, account);
  return policyDocument([
    ...useBuckets(props.bucketArns),
    ...readBuckets(props.inputBucketArns),
    ...writeCentralResults(place, centralBuckets(props.jobArguments)),
    {
      Sid: "RolesOfOtherAccounts",
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Resource: namedRoles(props.jobArguments),
    },
    queries(place),
    catalog(place, props.databases),
    ...logsAndMetrics(place),
  ]);
}

/** The buckets that results go to; `random` stands for none. */
function centralBuckets(jobs: readonly JobArguments[]): string[] {
  const named = jobs.flatMap((job) => job["--eap_central_bucket"] ?? []);
  return [...new Set(named)].filter((bucket) => bucket !== "random").sort();
}

/** The roles that a team names in arguments such as `--feature_store_role_arn`. */
function namedRoles(jobs: readonly JobArguments[]): string[] {
  const values = jobs.flatMap((job) => Object.values(job));
  return [...new Set(values.filter((value) => ROLE_ARN.test(value)))].sort();
}
