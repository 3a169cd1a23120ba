/** An event that makes no sense in the pool: the host should have refused it. */
export class SchedulingError extends Error {
  constructor(
    readonly problem:
      | "time-goes-back"
      | "unknown-queue"
      | "unknown-share"
      | "unknown-job"
      | "duplicate-job"
      | "queue-disabled"
      | "share-disabled"
      | "share-required"
      | "share-forbidden"
      | "policy-kind-changed"
      | "no-quota-queue"
      | "queue-needs-environment-alone"
      | "unit-kind-changed"
      | "too-many-share-identifiers",
    /** The name or id that it is about. */
    readonly subject: string,
  ) {
    super(`scheduling: ${problem}: ${subject}`);
  }
}
