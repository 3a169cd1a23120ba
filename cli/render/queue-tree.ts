import type {
  ComputeEnvironmentOverview,
  ContainerQueueOverview,
  QueueOverview,
  TrainingQueueOverview,
} from "../../queues";
import { capacityText, schedulingText, settingsText, sharingText, stateText, typeText } from "./queue-words";
import type { Style } from "./style";

/** A line of the picture: what it is called, and what there is to say of it. */
interface Branch {
  readonly name: string;
  readonly facts: readonly string[];
  readonly branches: readonly Branch[];
}

/**
 * @param columns how wide a line may be; facts that do not fit go on below
 * @returns queue, its environments, shares and teams as a tree, with what is known of each beside it
 */
export function queueTree(queue: QueueOverview, style: Style, columns = Number.POSITIVE_INFINITY): string[] {
  const nodes = drawn(branchOf(queue), "", "");
  const width = Math.max(...nodes.map(({ label }) => label.length));
  return nodes.flatMap(({ label, below, facts }, index) =>
    packed(facts, columns - width - GAP.length).map((row, rowIndex) => {
      const padded = (rowIndex === 0 ? label : below).padEnd(width);
      return `${index === 0 && rowIndex === 0 ? style.bold(padded) : padded}${GAP}${row}`.trimEnd();
    }),
  );
}

const GAP = "   ";

function branchOf(queue: QueueOverview): Branch {
  const { schedulingPolicy } = queue;
  const policy = schedulingPolicy === undefined ? [] : [`by ${schedulingPolicy}`];
  return {
    name: queue.name,
    facts: [schedulingText(queue), ...policy, `priority ${queue.priority}`, stateText(queue), ...settingsText(queue)],
    branches: queue.kind === "training" ? trainingBranches(queue) : containerBranches(queue),
  };
}

const weightBranches = ({ weights = [] }: QueueOverview): Branch[] =>
  weights.map(({ share, weight }) => ({ name: share, facts: [`weight ${weight}`], branches: [] }));

function containerBranches(queue: ContainerQueueOverview): Branch[] {
  const { computeEnvironments, schedulingPolicy, teams } = queue;
  const policy = { name: schedulingPolicy ?? "", facts: [schedulingText(queue)], branches: weightBranches(queue) };
  return [
    ...computeEnvironments.map(environmentBranch),
    ...(schedulingPolicy === undefined ? [] : [policy]),
    ...teams.map(({ team, shares }) => {
      return { name: `team ${team}`, facts: shares.length === 0 ? [] : [`shares ${shares.join(", ")}`], branches: [] };
    }),
  ];
}

function environmentBranch(environment: ComputeEnvironmentOverview): Branch {
  const { name, instanceTypes, minvCpus, desiredvCpus, vCpusInUse, capacity } = environment;
  const counts = [
    ...(minvCpus === undefined ? [] : [`min ${minvCpus}`]),
    ...(desiredvCpus === undefined ? [] : [`desired ${desiredvCpus}`]),
    ...capacity.map(({ max }) => `max ${max}`),
  ];
  return {
    name,
    facts: [
      typeText(environment),
      instanceTypes.join(" "),
      ...(counts.length === 0 ? [] : [`${counts.join(" / ")} vCPUs`]),
      ...(vCpusInUse === undefined ? [] : [`${vCpusInUse} in use`]),
      stateText(environment),
      ...settingsText(environment),
    ],
    branches: [],
  };
}

function trainingBranches(queue: TrainingQueueOverview): Branch[] {
  const { serviceEnvironment: environment, shares } = queue;
  return [
    {
      name: environment.name,
      facts: [capacityText(environment.capacity), stateText(environment), ...settingsText(environment)],
      branches: [
        ...weightBranches(queue),
        ...shares.map((share) => ({
          name: share.name,
          facts: [
            capacityText(share.capacity),
            sharingText(share),
            ...(share.preemptsInShare ? ["preempts in the share"] : []),
            ...(stateText(share) === "enabled" ? [] : [stateText(share)]),
            ...settingsText(share),
          ],
          branches: [],
        })),
      ],
    },
  ];
}

/** A branch in its place: its name behind the lines that lead to it, and those lines where they go on below it. */
interface DrawnBranch {
  readonly label: string;
  readonly below: string;
  readonly facts: readonly string[];
}

function drawn({ name, facts, branches }: Branch, stem: string, below: string): DrawnBranch[] {
  return [
    { label: `${stem}${name}`, below: branches.length > 0 ? `${below}│` : below, facts: facts.filter(Boolean) },
    ...branches.flatMap((branch, index) => {
      const isLast = index === branches.length - 1;
      return drawn(branch, `${below}${isLast ? "└── " : "├── "}`, `${below}${isLast ? "    " : "│   "}`);
    }),
  ];
}

/** @returns the facts in as few rows as their width allows; never none, and never a fact in two. */
function packed(facts: readonly string[], width: number): string[] {
  const [first = "", ...rest] = facts;
  return rest.reduce<string[]>(
    (rows, fact) => {
      const longer = `${rows.at(-1) ?? ""}, ${fact}`;
      // One place for the comma that a further fact needs.
      return longer.length < width
        ? [...rows.slice(0, -1), longer]
        : [...rows.slice(0, -1), `${rows.at(-1) ?? ""},`, fact];
    },
    [first],
  );
}
