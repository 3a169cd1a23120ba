/**
 * The line that is kept of each state change of a job. EventBridge writes it (`lineTemplate`), `dapf queues history` reads it.
 *
 * Only single values that cannot hold a quotation mark are taken from an event: "EventBridge doesn't escape values extracted by
 * Input Path, when populating the Input Template", so that a reason with a quotation mark in it would lose the whole event. Nothing
 * of the payload is taken: no environment variables, commands, parameters, overrides or hyperparameters.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */

/** What a line tells: that a job has another state, and of `lost` also that it has lost an attempt with its machine. */
export const KINDS = ["state", "lost"] as const;
export type LineKind = (typeof KINDS)[number];

/** RetryStrategy, attempts: 10 at most. */
const ATTEMPTS = 10;
/** Of the attempts that were preempted the event tells the latest ones; these are kept. */
const PREEMPTED = 5;
/** VCPU, MEMORY, GPU. */
const RESOURCES = 3;
/** Instance types of one job. */
const UNITS = 2;

const several = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(",");

/** Key of a line -> a text with JSON paths in `<>`; those with a comma are lists. In the order of the line. */
const PARTS: Readonly<Record<string, string>> = {
  status: "<$.detail.status>",
  at: "<$.time>",
  job: "<$.detail.jobId>",
  name: "<$.detail.jobName>",
  queue: "<$.detail.jobQueue>",
  share: "<$.detail.shareIdentifier>",
  quota: "<$.detail.quotaShareName>",
  team: "<$.detail.tags.team>",
  created: "<$.detail.createdAt>",
  started: "<$.detail.startedAt>",
  stopped: "<$.detail.stoppedAt>",
  array: "<$.detail.arrayProperties.size>",
  nodes: "<$.detail.nodeProperties.numNodes>",
  units: several(UNITS, (i) => `<$.detail.capacityUsage[${i}].capacityUnit>=<$.detail.capacityUsage[${i}].quantity>`),
  resources: several(RESOURCES, (i) => {
    const one = `$.detail.container.resourceRequirements[${i}]`;
    return `<${one}.type>=<${one}.value>`;
  }),
  vcpus: "<$.detail.container.vcpus>",
  memory: "<$.detail.container.memory>",
  attempts: several(ATTEMPTS, (i) => {
    const one = `$.detail.attempts[${i}]`;
    return `<${one}.startedAt>-<${one}.stoppedAt>-<${one}.container.exitCode>`;
  }),
  preemptions: "<$.detail.preemptionSummary.preemptedAttemptCount>",
  preempted: several(PREEMPTED, (i) => {
    const one = `$.detail.preemptionSummary.recentPreemptedAttempts[${i}]`;
    return `<${one}.startedAt>-<${one}.stoppedAt>`;
  }),
};

export const LINE_KEYS: readonly string[] = Object.keys(PARTS);

/** An input transformer of EventBridge. */
export interface LineTemplate {
  /** Variable -> JSON path in the event. */
  readonly paths: Readonly<Record<string, string>>;
  /** JSON, as a log group takes it. What an event does not have is left out by EventBridge. */
  readonly template: string;
}

/** @returns what makes a line of an event for a log group */
export function lineTemplate(kind: LineKind): LineTemplate {
  const paths: Record<string, string> = { at: "$.time" };
  const known = new Map([["$.time", "at"]]);
  const variable = (path: string): string => {
    const name = known.get(path) ?? `v${known.size}`;
    known.set(path, name);
    paths[name] = path;
    return `<${name}>`;
  };
  const parts = Object.entries(PARTS).map(([key, text]) => {
    return `${key}:${text.replace(/<([^>]+)>/g, (_, path: string) => variable(path))}`;
  });
  return { paths, template: `{"timestamp": <at>, "message": "${[kind, ...parts].join("|")}"}` };
}

/** What a line says. */
export class Line {
  /** @param parts what stands between `|`, the kind first */
  constructor(
    readonly kind: LineKind,
    private readonly parts: readonly string[],
  ) {}

  /** @returns the value of a key of `LINE_KEYS`; empty where the event had none */
  value(key: string): string {
    const place = PLACES.get(key);
    if (place === undefined) return "";
    const expected = this.parts[place.index];
    const { head } = place;
    const part = expected?.startsWith(head) === true ? expected : this.parts.find((one) => one.startsWith(head));
    return part?.slice(head.length) ?? "";
  }
}

/** Key -> its place behind the kind, and how its part begins. Lines of other versions may have others. */
const PLACES = new Map(LINE_KEYS.map((key, index) => [key, { index: index + 1, head: `${key}:` }]));

/** @returns undefined for a text that is no such line */
export function readLine(text: string): Line | undefined {
  const parts = text.split("|");
  const [first] = parts;
  const kind = first === "state" || first === "lost" ? first : undefined;
  return kind === undefined || parts.length < 2 ? undefined : new Line(kind, parts);
}
