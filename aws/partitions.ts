/**
 * The parts of AWS that share nothing; the second field of every ARN. Source: `partitions.json` of the AWS SDKs, and IAM User
 * Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
 */
export type Partition = "aws" | "aws-cn" | "aws-eusc" | "aws-us-gov";

const BY_PREFIX = { "cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc" } as const;

/** @param region e.g. `ap-south-1`; need not be in the list of `regions.ts` */
export function partitionOf(region: string): Partition {
  return Object.entries(BY_PREFIX).find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/** Source: `partitions.json` of the AWS SDKs, dnsSuffix. */
const DNS_SUFFIXES: Readonly<Record<Partition, string>> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
  "aws-us-gov": "amazonaws.com",
};

/** @returns what the names of the partition's hosts end in */
export const dnsSuffixOf = (partition: Partition): string => DNS_SUFFIXES[partition];
