import type { Partition } from "./partitions";

/**
 * The regions of the public AWS partitions.
 * Source: `partitions.json` of the AWS SDKs (https://docs.aws.amazon.com/general/latest/gr/rande.html is the page for
 * people). A region that AWS opens later is added here; a list, not a pattern, because a pattern lets `ap-south-7` pass.
 */
const REGIONS: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-eusc": ["eusc-de-east-1"],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
};

/** Every Region there is. */
export const REGION_NAMES: readonly string[] = Object.values(REGIONS).flat();

/**
 * The Regions of China. Names are others there: endpoints end in `amazonaws.com.cn`, and those of some services begin with `cn.`
 * (Amazon Web Services in China, "Endpoints and ARNs for Amazon Web Services in China"; Amazon VPC, AWS PrivateLink,
 * "AWS services that integrate").
 */
export const CHINA: readonly string[] = REGIONS["aws-cn"];
