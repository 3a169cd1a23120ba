import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The program is for another processor: ENOEXEC. */
export const wrongArchitecture = failureRule(
  "wrong-architecture",
  SOURCES.architecture,
  ({ reason, lines }, { job }) => {
    if (!/exec format error/i.test([reason, ...lines].join("\n"))) return undefined;
    return {
      found: `its program is for another processor than the machine's: ${job.container?.image ?? ""}`,
      todo: [
        "build the image for the architecture of the machines",
        `docker buildx build --platform linux/amd64,linux/arm64 --tag ${job.container?.image ?? ""} --push .`,
      ],
      retry: "would not help",
      lines,
    };
  },
);
