import { arnOf, isArn } from "../../../aws/arns";
import type { Place } from "../../../aws/place";

/** What Secrets Manager adds to the name of a secret, whatever it is. */
const SUFFIX = "-??????";

/**
 * @param secret name or ARN, as a policy has it
 * @returns the ARN of the secret with a hyphen and six characters behind its name: all of it as Secrets Manager has it
 *   (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html)
 */
export function secretArn(place: Place, secret: string): string {
  if (!isArn(secret)) return arnOf(place, "secretsmanager", `secret:${secret}${SUFFIX}`);
  return /-([A-Za-z0-9]{6}|\?{6})$/.test(secret) ? secret : `${secret}${SUFFIX}`;
}
