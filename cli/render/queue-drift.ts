import type { QueueDifference } from "../../queues";
import type { Style } from "./style";
import { amount } from "./style";

/** @returns one line a difference; the last line is the sum. */
export function driftLines(environment: string, differences: readonly QueueDifference[], style: Style): string[] {
  if (differences.length === 0) return [`${style.green(environment)}: the live queues are what is declared`];
  return [
    ...differences.map((difference) => `${mark(difference, style)} ${difference.kind} ${sentence(difference)}`),
    `${style.bold(environment)}: ${amount(differences.length, "difference")} between what is declared and what is live`,
  ];
}

function mark({ what }: QueueDifference, style: Style): string {
  if (what === "missing") return style.red("-");
  return what === "undeclared" ? style.green("+") : style.yellow("~");
}

function sentence({ name, what, path, declared, live }: QueueDifference): string {
  if (what === "missing") return `${name} is declared, and not there`;
  if (what === "undeclared") return `${name} is there, and not declared`;
  return `${name}: ${path} is ${live ?? "absent"}, declared ${declared ?? "absent"}`;
}
