import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { valueOf } from "../../seen";
import { SOURCES } from "../words";

/** Its image is not in Amazon ECR. */
export const trainingImageMissing: Rule<TrainingFacts> = {
  name: "training-image-missing",
  source: SOURCES.ecrImages,
  check: ({ image, job }) => {
    const known = valueOf(image);
    if (image.kind !== "absent" && known?.isThere !== false) return undefined;
    const what =
      known === undefined ? "its repository" : `image ${known.image.version} of repository ${known.image.repository}`;
    return {
      verdict: job.status === "FAILED" ? "failed" : "would-fail",
      lookedAt: "TrainingImage",
      found: `${what} does not exist in Amazon ECR`,
      todo: ["push the image, or correct TrainingImage"],
    };
  },
};
