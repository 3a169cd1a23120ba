import type { Environment } from "../queue/environment";
import { SchedulingError } from "../errors";
import { FairShareQueue } from "../fair-share/fair-share-queue";
import { FifoQueue } from "../fifo/fifo-queue";
import type { SchedulingOptions } from "../options";
import type { QueueModel } from "../queue/queue-model";
import { QuotaQueue } from "../quota/quota-queue";
import type { QueueSettings } from "../settings";

/** The queues of a pool. */
export class PoolQueues {
  private readonly byName = new Map<string, QueueModel>();
  /** In the order in which they are scheduled. */
  ordered: readonly QueueModel[] = [];
  hasFairShare = false;

  constructor(
    private readonly environment: Environment,
    private readonly options: SchedulingOptions,
  ) {}

  /** @throws SchedulingError */
  get(name: string): QueueModel {
    const queue = this.byName.get(name);
    if (queue === undefined) throw new SchedulingError("unknown-queue", name);
    return queue;
  }

  /** @throws SchedulingError */
  quota(name: string): QuotaQueue {
    const queue = this.get(name);
    if (!(queue instanceof QuotaQueue)) throw new SchedulingError("no-quota-queue", name);
    return queue;
  }

  /** @throws SchedulingError */
  put(settings: QueueSettings, at: number): void {
    const known = this.byName.get(settings.name);
    if (known !== undefined && known.settings.policy.kind !== settings.policy.kind) {
      throw new SchedulingError("policy-kind-changed", settings.name);
    }
    if (known === undefined) this.add(settings);
    else known.configure(settings, at);
    this.reorder();
  }

  remove(name: string): void {
    this.byName.delete(name);
    this.reorder();
  }

  private add(settings: QueueSettings): void {
    const kinds = [settings, ...this.ordered.map((queue) => queue.settings)].map(({ policy }) => policy.kind);
    // Rule Q2: it keeps the environment to itself.
    if (kinds.length > 1 && kinds.includes("QUOTA_SHARE")) {
      throw new SchedulingError("queue-needs-environment-alone", settings.name);
    }
    this.byName.set(settings.name, this.model(settings));
  }

  private model(settings: QueueSettings): QueueModel {
    const { policy } = settings;
    if (policy.kind === "FIFO") return new FifoQueue(settings, this.environment, this.options);
    if (policy.kind === "QUOTA_SHARE") return new QuotaQueue(settings, this.environment, this.options);
    return new FairShareQueue(settings, policy, this.environment, this.options);
  }

  // Rule F5: by descending priority; AWS does not say how equal ones go.
  private reorder(): void {
    this.ordered = [...this.byName.values()].sort(
      ({ settings: a }, { settings: b }) => b.priority - a.priority || (a.name < b.name ? -1 : 1),
    );
    this.hasFairShare = this.ordered.some(({ settings: { policy } }) => policy.kind === "FAIR_SHARE");
  }
}
