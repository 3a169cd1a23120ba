import type { ComputeModel } from "../../../config/compute";
import { ConfigError } from "../../../config/errors";
import { policyDocument, type Statement } from "../../policies/document";

/** IAM User Guide, "IAM and AWS STS quotas": characters of the inline policies of a role, white space not counted. */
const LONGEST_INLINE = 10_240;

/**
 * @param path of what the statements are made of
 * @returns the statements
 * @throws ConfigError when a role cannot have them all in one policy
 */
export function fitting({ file }: ComputeModel, path: string, statements: readonly Statement[]): readonly Statement[] {
  const { length } = policyDocument(statements);
  if (length <= LONGEST_INLINE) return statements;
  const rule = `makes a policy of ${length} characters`;
  const allowed = [`${LONGEST_INLINE} or fewer, as a role has`];
  throw new ConfigError([{ file, path, rule, allowed, source: "IAM User Guide, IAM and AWS STS quotas" }]);
}
