import { SOURCES } from "../words";
import { failureRule, IS_PULL } from "./failure";

/** There is no such image. */
export const pullNotFound = failureRule("pull-not-found", SOURCES.pull, ({ reason }, { job }) => {
  const isThis =
    IS_PULL.test(reason) &&
    /not found|manifest unknown|does not exist|NotFoundException/i.test(reason) &&
    !/denied|403/i.test(reason);
  if (!isThis) return undefined;
  return {
    found: `its image does not exist: ${job.container?.image ?? ""}`,
    todo: ["push the image, or correct its name in the job definition"],
    retry: "would not help",
  };
});
