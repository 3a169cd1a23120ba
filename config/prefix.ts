import type { ValueProblem } from "./zod-problems";

/** IAM: a role's `name_prefix` has at most 38 characters, and the longest that dapf makes is `{prefix}-dapf-inferencing-`. */
const LONGEST_NAME_PREFIX = 38;
const LONGEST_SUFFIX = "-dapf-inferencing-";

/** Characters that a prefix may have: 20. */
export const LONGEST_PREFIX = LONGEST_NAME_PREFIX - LONGEST_SUFFIX.length;

/**
 * Beginnings that AWS keeps for itself: S3 refuses buckets called `sthree-*` and `amzn-s3-demo-*`
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html), SSM refuses parameters under `/aws*`
 * and `/ssm*` (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html).
 */
const RESERVED = ["aws", "ssm", "sthree-", "amzn-s3-demo-"];

/** The three settings that the prefix is made of. */
export interface PrefixParts {
  readonly use_case_name: string;
  readonly env: string;
  readonly region: string;
}

/** @returns `{use_case_name}-{env}-{region without "-"}`, the head of every name in the environment. */
export function prefixOf({ use_case_name, env, region }: PrefixParts): string {
  return `${use_case_name}-${env}-${region.replaceAll("-", "")}`;
}

/**
 * What is wrong with the prefix as a whole; that its parts have only lower-case letters, digits and single hyphens is
 * the schema's business.
 */
export function prefixProblems(parts: PrefixParts): ValueProblem[] {
  const prefix = prefixOf(parts);
  const problems: ValueProblem[] = [];
  const excess = prefix.length - LONGEST_PREFIX;
  if (excess > 0) {
    const both = `use_case_name ${JSON.stringify(parts.use_case_name)} or env ${JSON.stringify(parts.env)}`;
    problems.push({
      path: [],
      rule:
        `the prefix ${JSON.stringify(prefix)} (use_case_name-env-region) has ${prefix.length} characters, ` +
        `at most ${LONGEST_PREFIX} fit into the names of IAM roles`,
      hint: `shorten ${both} by ${excess} ${excess === 1 ? "character" : "characters"} in all`,
    });
  }
  const reserved = RESERVED.find((start) => prefix.startsWith(start));
  if (reserved !== undefined) {
    const rule = `begins with ${JSON.stringify(reserved)}, which AWS keeps for itself in names`;
    problems.push({ path: ["use_case_name"], rule, found: undefined, hint: "choose another name" });
  }
  return problems;
}
