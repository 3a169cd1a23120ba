import { LONGEST_PATTERN } from "../../aws/events";

/**
 * Patterns that together match the events of all of these queues (or whatever is listed): one has no room for the 50 queues that an
 * account may have.
 *
 * @param queues ARNs or names, known when the stack is synthesized
 * @param patternOf the pattern for some of them
 */
export function eventPatterns(queues: readonly string[], patternOf: (queues: readonly string[]) => object): string[] {
  const groups: string[][] = [];
  for (const queue of queues) {
    const last = groups.at(-1);
    const isRoom = last !== undefined && JSON.stringify(patternOf([...last, queue])).length <= LONGEST_PATTERN;
    if (isRoom) last.push(queue);
    else groups.push([queue]);
  }
  return groups.map((group) => JSON.stringify(patternOf(group)));
}
