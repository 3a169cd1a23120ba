import { SOURCES } from "../words";
import { failureRule, memoryOf } from "./failure";

/** The kernel has ended the container, which needed more memory than it may have. */
export const outOfMemory = failureRule("out-of-memory", SOURCES.memory, ({ reason, lines }, { job }) => {
  if (!/OutOfMemory/.test(reason)) return undefined;
  return {
    found: `it ran out of memory: it may have ${memoryOf(job) ?? 0} MiB`,
    todo: ["submit it with more memory (resourceRequirements, MEMORY)", "or let it read its data in parts"],
    retry: "would not help",
    lines,
  };
});
