import type { TerraformMessage } from "./messages";

/** What one operation does to a resource; a replacement is two operations. */
export type OperationKind = "create" | "update" | "delete";

const kinds = new Map<string, OperationKind>([
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
]);

/** One thing that Terraform does to one resource during an apply. */
export interface Operation {
  readonly address: string;
  readonly type: string;
  readonly kind: OperationKind;
}

/** An operation that has ended. */
export interface FinishedOperation extends Operation {
  readonly seconds: number;
  readonly failed: boolean;
}

/** What an apply did. */
export interface ApplySummary {
  readonly created: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly failed: number;
  readonly seconds: number;
  /** The five operations that took longest, longest first. */
  readonly slowest: readonly FinishedOperation[];
}

const SLOWEST = 5;

/** Follows an apply through its events: what runs, what is done, how long it took. Times come from the events. */
export class RunTracker {
  private readonly started = new Map<string, { operation: Operation; at: number }>();
  private readonly finished: FinishedOperation[] = [];

  /**
   * @returns the operation that this message starts or ends; undefined for any other message, also for reads of data
   *   sources
   */
  accept(message: TerraformMessage): Operation | FinishedOperation | undefined {
    if (message.type !== "apply_start" && message.type !== "apply_complete" && message.type !== "apply_errored") {
      return undefined;
    }
    const kind = kinds.get(message.hook.action);
    if (kind === undefined) return undefined;
    const at = Date.parse(message["@timestamp"]);
    const operation = { address: message.hook.resource.addr, type: message.hook.resource.resource_type, kind };
    const key = `${kind} ${operation.address}`;
    if (message.type === "apply_start") {
      this.started.set(key, { operation, at });
      return operation;
    }
    const start = this.started.get(key);
    this.started.delete(key);
    const seconds = start === undefined ? (message.hook.elapsed_seconds ?? 0) : (at - start.at) / 1000;
    const done = { ...operation, seconds, failed: message.type === "apply_errored" };
    this.finished.push(done);
    return done;
  }

  /** Operations that have begun and not ended, in the order in which they began. */
  get running(): readonly Operation[] {
    return [...this.started.values()].map(({ operation }) => operation);
  }

  /** Operations that have ended, failed ones too. */
  get done(): number {
    return this.finished.length;
  }

  /** @param seconds how long the whole apply took */
  summary(seconds: number): ApplySummary {
    const count = (kind: OperationKind) => this.finished.filter((one) => one.kind === kind && !one.failed).length;
    const bySeconds = this.finished.toSorted((a, b) => b.seconds - a.seconds);
    return {
      created: count("create"),
      changed: count("update"),
      destroyed: count("delete"),
      failed: this.finished.filter((one) => one.failed).length,
      seconds,
      slowest: bySeconds.slice(0, SLOWEST),
    };
  }
}
