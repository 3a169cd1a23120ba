import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentTags } from "../../config/tags";
import { reportLoose } from "../framework/strict";

/**
 * What version 5 takes for a Region in an ARN that it checks: not `eusc-de-east-1` ("invalid region value"). Mended in
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
  const version = awsProviderVersion(provider);
  if (version.startsWith("5.") && !CHECKED_REGION.test(settings.region)) {
    const message = `The AWS provider ${version} refuses ARNs of ${settings.region} for tables, functions and their events`;
    reportLoose(scope, `${message}: there only --target module.training_queues can be deployed`);
  }
  return provider;
}

/** The version that the bindings were generated from, which is the one to ask for. */
export function awsProviderVersion({ terraformGeneratorMetadata }: AwsProvider): string {
  const version = terraformGeneratorMetadata?.providerVersion;
  if (version === undefined) throw new Error("the bindings of the AWS provider do not tell its version");
  return version;
}
