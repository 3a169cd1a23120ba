import type { Graph, GraphNode } from "./graph";
import { type SubmitFailure, SubmitFailedError, SubmitInterruptedError } from "./errors";
import { progressOf } from "./record";
import { submitOne, type SubmitSettings } from "./submit-one";
import type { Submitter } from "./submitter";

/** What happens during a submission. */
export interface SubmittedEvent {
  readonly type: "submitted";
  readonly name: string;
  readonly id: string;
  /** Whether the job was there already, from a call that had not been answered. */
  readonly found: boolean;
  readonly submitted: number;
  readonly total: number;
}

export interface SubmitGraphOptions<N extends GraphNode> extends SubmitSettings {
  readonly graph: Graph<N>;
  readonly submitter: Submitter<N>;
  /** Calls in flight at most. */
  readonly concurrency: number;
  readonly emit: (event: SubmittedEvent) => void;
  /** Ends the submission early: what is in flight is finished, nothing new begun. */
  readonly signal?: AbortSignal;
}

/**
 * Submits the nodes of a graph, each once and after all that it needs, as many at a time as rate and concurrency allow.
 * What the journal has as submitted is not submitted again. After a failure nothing new is begun.
 *
 * @returns name -> id, in the order of the graph
 * @throws SubmitFailedError, SubmitInterruptedError, OutcomeForgottenError, JournalWriteError
 */
export async function submitGraph<N extends GraphNode>(options: SubmitGraphOptions<N>): Promise<Map<string, string>> {
  const run = new Submission(options);
  await run.done;
  return run.result();
}

class Submission<N extends GraphNode> {
  readonly done: Promise<void>;
  private readonly ids: Map<string, string>;
  private readonly open: ReadonlyMap<string, number>;
  /** Name -> number of needs that are not submitted yet. */
  private readonly missing = new Map<string, number>();
  private readonly ready: N[] = [];
  private readonly failures: SubmitFailure[] = [];
  private crash: { readonly error: unknown } | undefined;
  private inFlight = 0;
  private finish: () => void = () => undefined;

  constructor(private readonly options: SubmitGraphOptions<N>) {
    ({ ids: this.ids, open: this.open } = progressOf(options.journal.records));
    for (const node of options.graph.order) {
      if (this.ids.has(node.name)) continue;
      const missing = new Set(node.needs.filter((need) => !this.ids.has(need))).size;
      this.missing.set(node.name, missing);
      if (missing === 0) this.ready.push(node);
    }
    this.done = new Promise((resolve) => (this.finish = resolve));
    this.pump();
  }

  result(): Map<string, string> {
    const { order } = this.options.graph;
    if (this.crash !== undefined) throw this.crash.error;
    const ids = new Map(order.flatMap(({ name }) => pairOf(name, this.ids.get(name))));
    if (this.failures.length > 0) throw new SubmitFailedError(this.failures, ids, order.length);
    if (ids.size < order.length) throw new SubmitInterruptedError(ids, order.length);
    return ids;
  }

  private get isStopped(): boolean {
    return this.options.signal?.aborted === true || this.failures.length > 0 || this.crash !== undefined;
  }

  private pump(): void {
    while (!this.isStopped && this.inFlight < this.options.concurrency) {
      const node = this.ready.shift();
      if (node === undefined) break;
      this.inFlight += 1;
      void this.submit(node);
    }
    if (this.inFlight === 0) this.finish();
  }

  private async submit(node: N): Promise<void> {
    const { submitter, graph } = this.options;
    try {
      const call = this.open.get(node.name);
      const outcome = await submitOne(node, this.ids, submitter, this.options, call, () => this.isStopped);
      if (outcome.kind === "submitted") {
        this.ids.set(node.name, outcome.id);
        this.ready.push(...graph.dependents(node.name).filter((dependent) => this.isFreed(dependent)));
        this.report(node, outcome.id, outcome.found);
      } else if (outcome.kind !== "stopped") {
        this.failures.push({ name: node.name, ...outcome });
      }
    } catch (error) {
      this.crash ??= { error };
    }
    this.inFlight -= 1;
    this.pump();
  }

  /** Counts one need less. */
  private isFreed({ name }: N): boolean {
    const left = (this.missing.get(name) ?? 0) - 1;
    this.missing.set(name, left);
    return left === 0;
  }

  private report({ name }: N, id: string, found: boolean): void {
    const { emit, graph } = this.options;
    emit({ type: "submitted", name, id, found, submitted: this.ids.size, total: graph.order.length });
  }
}

function pairOf(name: string, id: string | undefined): [string, string][] {
  return id === undefined ? [] : [[name, id]];
}
