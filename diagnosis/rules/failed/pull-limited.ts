import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** Docker Hub has a limit of pulls for each address. */
export const pullLimited = failureRule("pull-limited", SOURCES.pull, ({ reason }) => {
  if (!/toomanyrequests|pull rate limit/i.test(reason)) return undefined;
  return {
    found: "the registry of its image lets nobody pull more from this address for now",
    todo: ["copy the image into Amazon ECR, or use a pull through cache rule"],
    retry: "would help",
  };
});
