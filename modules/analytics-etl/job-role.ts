import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { placeIn } from "../../aws/place";
import type { Environment } from "../../config/environment";
import { readParameters, useBuckets } from "../policies/access";
import { policyDocument, trustOf, type Statement } from "../policies/document";
import { catalog, logsAndMetrics, queries } from "../policies/glue-jobs";

export interface JobRoleProps {
  readonly environment: Environment;
  readonly bucketArn: string;
  /** Names of the environment's own Athena databases. */
  readonly databases: readonly string[];
  readonly parameterArns: readonly string[];
  /** What publishing to the notification topic takes. */
  readonly publishing: readonly Statement[];
}

/**
 * The role of the Glue jobs whose configuration names none: it reads and writes the analytics bucket and the
 * environment's own databases, and nothing else of the account. The key needs no statement, because its own policy
 * lets whoever may use the bucket use the key through it.
 */
export class JobRole {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, { environment, bucketArn, databases, parameterArns, publishing }: JobRoleProps) {
    const { prefix, settings } = environment;
    const { region, account_number: account } = settings;
    const place = placeIn(region, account);

    this.role = new IamRole(scope, "job_role", {
      name: `${prefix}-dapf-analytics-etl-glue-job-role`,
      description: `Glue jobs of the analytics ETL of ${prefix}`,
      assumeRolePolicy: trustOf("glue.amazonaws.com"),
    });
    this.policy = new IamRolePolicy(scope, "job_policy", {
      name: "analytics-etl",
      role: this.role.name,
      policy: policyDocument([
        ...useBuckets([bucketArn]),
        readParameters(parameterArns),
        queries(place),
        catalog(place, databases),
        ...publishing,
        ...logsAndMetrics(place),
      ]),
    });
  }
}
