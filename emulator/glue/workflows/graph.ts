/** "The graph representing all the AWS Glue components that belong to the workflow as nodes and directed connections between them". */
import { createHash } from "node:crypto";
import type { Trigger } from "../triggers/definition";

type Kind = "JOB" | "CRAWLER";
/** The runs of a job, or the crawls of a crawler; without them it is the graph of the workflow itself. */
type RunsOf = (kind: Kind, name: string) => object[];

export function graphOf(triggers: readonly Trigger[], runsOf?: RunsOf): object {
  const nodes = new Map<string, object>();
  const edges = new Map<string, object>();
  const connect = (from: string, to: string): void => {
    edges.set(`${from} ${to}`, { SourceId: from, DestinationId: to });
  };
  const add = (kind: Kind, name: string): string => {
    const id = idOf(kind, name);
    const runs = runsOf?.(kind, name) ?? [];
    const details = kind === "JOB" ? { JobDetails: { JobRuns: runs } } : { CrawlerDetails: { Crawls: runs } };
    nodes.set(id, { Type: kind, Name: name, UniqueId: id, ...details });
    return id;
  };
  const members = ({
    JobName,
    CrawlerName,
  }: {
    readonly JobName?: string;
    readonly CrawlerName?: string;
  }): string[] => {
    if (JobName !== undefined) return [add("JOB", JobName)];
    return CrawlerName === undefined ? [] : [add("CRAWLER", CrawlerName)];
  };
  for (const trigger of triggers) {
    const id = idOf("TRIGGER", trigger.Name);
    nodes.set(id, { Type: "TRIGGER", Name: trigger.Name, UniqueId: id, TriggerDetails: { Trigger: trigger } });
    for (const action of trigger.Actions ?? []) for (const node of members(action)) connect(id, node);
    for (const condition of trigger.Predicate?.Conditions ?? [])
      for (const node of members(condition)) connect(node, id);
  }
  return { Nodes: [...nodes.values()], Edges: [...edges.values()] };
}

/** The same node has the same id in every run. */
function idOf(kind: string, name: string): string {
  return `wnode_${createHash("sha256").update(`${kind}/${name}`).digest("hex")}`;
}
