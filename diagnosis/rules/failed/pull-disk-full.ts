import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The machine has no room for the image, or the job wrote too much. */
export const pullDiskFull = failureRule("pull-disk-full", SOURCES.pull, ({ reason, lines }) => {
  if (!/no space left on device/i.test([reason, ...lines].join("\n"))) return undefined;
  return {
    found: "the disk of the machine is full",
    todo: [
      "give the machines a larger volume (launch template; on Fargate: ephemeralStorage)",
      "or make the image smaller",
    ],
    retry: "may help",
    lines,
  };
});
