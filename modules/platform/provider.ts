import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentTags } from "../../config/tags";
import { reportLoose } from "../framework/strict";

/** The version that `@cdktf/provider-aws` 20.1.0 was generated from. */
export const awsProviderVersion = "5.100.0";

/**
 * What that version takes for a Region in an ARN that it checks: not `eusc-de-east-1` ("invalid region value"). Mended in
 * version 6: github.com/hashicorp/terraform-provider-aws, issue 44561.
 */
const CHECKED_REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/**
 * The AWS provider of an environment: pinned to its account and region, with the tags that everything carries.
 *
 * @param embedded whether the stack is for the embedded AWS, which has one host name for all buckets, no instance
 *   metadata, and answers a mistake at once instead of asking for retries
 */
export function awsProvider(scope: Construct, environment: Environment, embedded: boolean): AwsProvider {
  const { settings } = environment;
  if (!CHECKED_REGION.test(settings.region)) {
    const message = `The AWS provider ${awsProviderVersion} refuses ARNs of ${settings.region} for tables, functions and their events`;
    reportLoose(scope, `${message}: there only --target module.training_queues can be deployed`);
  }
  const provider = new AwsProvider(scope, "aws", {
    region: settings.region,
    allowedAccountIds: [settings.account_number],
    defaultTags: [{ tags: { ...environmentTags(settings) } }],
    ...(embedded
      ? {
          s3UsePathStyle: true,
          skipCredentialsValidation: true,
          skipMetadataApiCheck: "true",
          skipRegionValidation: true,
          // A 5xx would otherwise be tried 25 times with growing pauses: ten minutes for one mistake.
          maxRetries: 2,
        }
      : {}),
  });
  return provider;
}
