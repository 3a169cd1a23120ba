import type { QueueOverview } from "../../deploy/queues";
import { capacityText, schedulingText, sharingText, stateText } from "./queue-words";
import type { Style } from "./style";

/** A line of the picture: what it is called, and what there is to say of it. */
interface Branch {
  readonly name: string;
  readonly facts: readonly string[];
  readonly branches: readonly Branch[];
}

/** @returns queue, service environment and shares as a tree, with what is known of each beside it. */
export function queueTree(queue: QueueOverview, style: Style): string[] {
  const lines = drawn(branchOf(queue), "", "");
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, facts], index) => {
    const padded = name.padEnd(width);
    return `${index === 0 ? style.bold(padded) : padded}   ${facts}`.trimEnd();
  });
}

function branchOf(queue: QueueOverview): Branch {
  const { serviceEnvironment: environment, weights = [], shares, schedulingPolicy } = queue;
  const policy = schedulingPolicy === undefined ? [] : [`by ${schedulingPolicy}`];
  return {
    name: queue.name,
    facts: [schedulingText(queue), ...policy, `priority ${queue.priority}`, stateText(queue)],
    branches: [
      {
        name: environment.name,
        facts: [capacityText(environment.capacity), stateText(environment)],
        branches: [
          ...weights.map(({ share, weight }) => ({ name: share, facts: [`weight ${weight}`], branches: [] })),
          ...shares.map((share) => ({
            name: share.name,
            facts: [
              capacityText(share.capacity),
              sharingText(share),
              ...(share.preemptsInShare ? ["preempts in the share"] : []),
              ...(stateText(share) === "enabled" ? [] : [stateText(share)]),
            ],
            branches: [],
          })),
        ],
      },
    ],
  };
}

function drawn({ name, facts, branches }: Branch, stem: string, below: string): [string, string][] {
  return [
    [`${stem}${name}`, facts.filter(Boolean).join(", ")],
    ...branches.flatMap((branch, index) => {
      const isLast = index === branches.length - 1;
      return drawn(branch, `${below}${isLast ? "└── " : "├── "}`, `${below}${isLast ? "    " : "│   "}`);
    }),
  ];
}
