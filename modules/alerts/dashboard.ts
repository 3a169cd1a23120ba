/** The dashboard of an environment. Source: CloudWatch API Reference, "Dashboard Body Structure and Syntax". */
import type { WatchedQueue } from "./watched";

export interface DashboardProps {
  readonly environment: string;
  readonly region: string;
  /** With the names of their rules. */
  readonly queues: readonly { readonly queue: WatchedQueue; readonly failed: string; readonly blocked: string }[];
  /** ARNs of the state machines, by context. */
  readonly stateMachines: Readonly<Record<string, string>>;
  /** Names of further rules, by what they tell of. */
  readonly rules: Readonly<Record<string, string>>;
  /** Name of the queue of events that could not be delivered. */
  readonly deadLetters: string;
  readonly alarmArns: readonly string[];
}

/** A metric of a graph: namespace, name, dimensions and how it is drawn. */
type Metric = readonly [...string[], { readonly label: string }];

/** Of a dashboard, in its units. */
const WIDTH = 24;
const ROW = 6;

/** @returns the body, as JSON: how the queues fare, how the runs do, and what was not delivered */
export function dashboardBody(props: DashboardProps): string {
  const { environment, region, queues, stateMachines, rules, deadLetters, alarmArns } = props;
  const graph = (title: string, metrics: readonly Metric[]) => ({
    type: "metric",
    properties: { title, region, view: "timeSeries", stat: "Sum", period: 3600, metrics },
  });
  // EventBridge User Guide, "Monitoring Amazon EventBridge": AWS Batch itself has no metrics of its queues.
  const matched = (label: string, rule: string): Metric => ["AWS/Events", "MatchedEvents", "RuleName", rule, { label }];
  const runs = (metricName: string) =>
    Object.entries(stateMachines).map(([context, arn]): Metric => {
      return ["AWS/States", metricName, "StateMachineArn", arn, { label: context }];
    });
  const graphs = [
    graph(
      "Failed jobs, by queue",
      queues.map(({ queue, failed }) => matched(queue.name, failed)),
    ),
    graph(
      "Blocked queues",
      queues.map(({ queue, blocked }) => matched(queue.name, blocked)),
    ),
    graph("Runs started", runs("ExecutionsStarted")),
    graph("Runs failed", [...runs("ExecutionsFailed"), ...runs("ExecutionsTimedOut"), ...runs("ExecutionsAborted")]),
    graph(
      "Failed Glue runs",
      Object.entries(rules).map(([what, rule]) => matched(what, rule)),
    ),
    graph("Alerts that could not be delivered", [
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", deadLetters, { label: "dead letters" }],
    ]),
  ];
  const half = WIDTH / 2;
  const height = Math.max(ROW, 3 + Math.ceil(queues.length / 2));
  return JSON.stringify({
    start: "-P7D",
    widgets: [
      { type: "text", x: 0, y: 0, width: half, height, properties: { markdown: introduction(environment, queues) } },
      { type: "alarm", x: half, y: 0, width: half, height, properties: { title: "Alarms", alarms: alarmArns } },
      ...graphs.map((widget, index) => ({
        ...widget,
        x: (index % 2) * half,
        y: height + Math.floor(index / 2) * ROW,
        width: half,
        height: ROW,
      })),
    ],
  });
}

function introduction(environment: string, queues: DashboardProps["queues"]): string {
  const rows = queues.map(({ queue }) => `${queue.name} | \`npx dapf queues why ${queue.name} --env ${environment}\``);
  return [
    `# ${environment}`,
    `Runs: \`npx dapf runs list ${environment}\`, \`npx dapf runs why ${environment}\`\n`,
    "queue | why its jobs wait",
    "--- | ---",
    ...rows,
  ].join("\n");
}
