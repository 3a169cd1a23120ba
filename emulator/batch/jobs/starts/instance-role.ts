/** The role of the machines of a compute environment. */
import { partsOfArn } from "../../../../aws/arns";
import type { InternalCalls } from "../../../edge/internal-calls";

const VERSION = "2010-05-08";

/**
 * @param profile - name or ARN of the instance profile, as `instanceRole` of compute resources is
 * @returns the ARN of the role in it; undefined when there is no such profile, or none in it
 */
export async function instanceRoleOf(profile: string, calls: InternalCalls): Promise<string | undefined> {
  const name = (partsOfArn(profile)?.resource ?? profile).split("/").at(-1) ?? "";
  const answer = await calls.query("iam", VERSION, "GetInstanceProfile", { InstanceProfileName: name });
  if (answer.status !== 200) return undefined;
  return /<Roles>.*?<Arn>([^<]+)<\/Arn>/s.exec(answer.body.toString("utf8"))?.[1];
}
