/** Who a run of a job is to AWS: a session of the job's role. */
import { arnOf, iamArn, isArn } from "../../aws/arns";
import type { Place } from "../../aws/place";
import { type Authority, type RoleCredentials, RoleRefusal } from "../iam/authority-types";
import type { Ask } from "../iam/model";
import { argumentsOf, type JobRun } from "./job";

/** What `sts get-caller-identity` shows of a script on AWS. */
const SESSION = "GlueJobRunnerSession";
// AWS Glue Developer Guide, "Using job parameters in AWS Glue jobs": each turns on metrics, of whatever value it is.
const METRICS = ["--enable-metrics", "--enable-observability-metrics"];

/** Why a run cannot begin; the message is the run's. */
export class RunRoleError extends Error {
  override readonly name = "RunRoleError";
}

/** @throws RunRoleError when Glue cannot take the job's role */
export async function credentialsOf(run: JobRun, place: Place, authority: Authority): Promise<RoleCredentials> {
  const { Name, Role = "" } = run.job;
  const roleArn = isArn(Role) ? Role : iamArn(place, `role/${Role}`);
  const sourceArn = arnOf(place, "glue", `job/${Name}`);
  try {
    return await authority.assume(place, { service: "glue.amazonaws.com", roleArn, sessionName: SESSION, sourceArn });
  } catch (error) {
    if (!(error instanceof RoleRefusal)) throw error;
    // The words of a run on AWS, as people quote them.
    throw new RunRoleError(
      `JobName:${Name} and JobRunId:${run.id} failed to execute with exception ` +
        `Role ${roleArn} should be given assume role permissions for Glue Service.`,
    );
  }
}

/** What Glue does as the role beside reading files and writing the log: it sends metrics. A run does not fail without them. */
export function metricsOf(run: JobRun): readonly Ask[] {
  const given = argumentsOf(run);
  if (!METRICS.some((name) => name in given)) return [];
  return [
    {
      action: "cloudwatch:PutMetricData",
      resource: "*",
      context: new Map([["cloudwatch:namespace", ["Glue"]]]),
    },
  ];
}
