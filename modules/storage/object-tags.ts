import type { S3ObjectConfig } from "@cdktf/provider-aws/lib/s3-object";
import { MOST_OBJECT_TAGS } from "../../aws/tags";
import type { EnvironmentSettings } from "../../config/environment";
import { environmentTags } from "../../config/tags";

/**
 * The tags of an object in S3: those of everything else, unless they are more than an object can have. Then it has none, and its
 * bucket has them all.
 */
export function objectTags(settings: EnvironmentSettings): Pick<S3ObjectConfig, "overrideProvider"> {
  if (Object.keys(environmentTags(settings)).length <= MOST_OBJECT_TAGS) return {};
  return { overrideProvider: { defaultTags: { tags: {} } } };
}
