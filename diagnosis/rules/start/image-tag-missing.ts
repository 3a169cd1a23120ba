import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { SOURCES } from "../words";

/** The repository has no image of that tag or digest (any more). */
export const imageTagMissing: Rule<JobFacts> = {
  name: "image-tag-missing",
  source: SOURCES.ecrImages,
  check: ({ start }) => {
    const found = valueOf(start.image);
    if (found === undefined || found.isThere) return undefined;
    const { repository, version, host } = found.image;
    return {
      verdict: "would-fail",
      lookedAt: "image of the job",
      found: `repository ${repository} has no image ${version}: it was never pushed, or a lifecycle policy has removed it`,
      todo: [`docker push ${host}/${repository}:${version}`, `aws ecr describe-images --repository-name ${repository}`],
    };
  },
};
