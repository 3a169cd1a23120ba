import type { Architecture } from "../../../aws/batch/instance-sizes";
import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed } from "../../text";
import { SOURCES } from "../words";

/** As images name architectures: OCI Image Index Specification, platform, after Go's GOARCH. */
const IN_IMAGES: Readonly<Record<Architecture, string>> = { X86_64: "amd64", ARM64: "arm64" };

/** The image is for another architecture than the machines. */
export const imageArchitecture: Rule<JobFacts> = {
  name: "image-architecture",
  source: SOURCES.architecture,
  check: ({ start, job }) => {
    const found = valueOf(start.image);
    const wanted = start.architectures.map((architecture) => IN_IMAGES[architecture]);
    const { architectures, image } = found ?? {};
    if (architectures === undefined || image === undefined || wanted.length === 0) return undefined;
    if (wanted.some((one) => architectures.includes(one))) return undefined;
    return {
      verdict: "would-fail",
      lookedAt: "image of the job, and the architecture of the machines",
      found: `image ${image.repository}:${image.version} is for ${listed(architectures)}, and the machines are ${listed(wanted)}`,
      todo: [
        `docker buildx build --platform linux/${wanted[0] ?? ""} --tag ${job.container?.image ?? ""} --push .`,
        "or submit it to a queue with machines of the image's architecture",
      ],
    };
  },
};
