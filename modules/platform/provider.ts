import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentTags } from "../../config/tags";

/** The version that `@cdktf/provider-aws` 20.1.0 was generated from. */
export const awsProviderVersion = "5.100.0";

/**
 * The AWS provider of an environment: pinned to its account and region, with the tags that everything carries.
 *
 * @param embedded whether the stack is for the embedded AWS, which has one host name for all buckets, no instance
 *   metadata, and answers a mistake at once instead of asking for retries
 */
export function awsProvider(scope: Construct, environment: Environment, embedded: boolean): AwsProvider {
  const { settings } = environment;
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
