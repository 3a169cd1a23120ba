import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The image is not for the machine. */
export const pullArchitecture = failureRule("pull-architecture", SOURCES.architecture, ({ reason }, { job }) => {
  const platform = /descriptor matching platform '?([\w/]+)'?/.exec(reason);
  if (platform === null) return undefined;
  return {
    found: `its image is not for ${platform[1] ?? "the machine"}: ${job.container?.image ?? ""}`,
    todo: [
      "build it for that, under the same name",
      `docker buildx build --platform ${platform[1] ?? "linux/amd64"} --tag ${job.container?.image ?? ""} --push .`,
    ],
    retry: "would not help",
  };
});
