import { ecrImageOf } from "../../../aws/ecr-image";
import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";

/** The repository of the image does not exist. */
export const imageMissing: Rule<JobFacts> = {
  name: "image-missing",
  source: SOURCES.ecrImages,
  check: ({ start, job }) => {
    const image = ecrImageOf(job.container?.image ?? "");
    if (start.image.kind !== "absent" || image === undefined) return undefined;
    const { repository, place } = image;
    return {
      verdict: "would-fail",
      lookedAt: "image of the job",
      found: `there is no repository ${repository} in Amazon ECR of ${place.account} in ${place.region}`,
      todo: [
        `aws ecr create-repository --repository-name ${repository}`,
        "and push the image, or correct the image's name",
      ],
    };
  },
};
