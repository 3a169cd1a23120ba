import type { Resources } from "./demand";

/** An EC2 instance of a compute environment. */
export interface Instance {
  readonly type: string;
  /** What it has for jobs. */
  readonly size: Resources;
  /** What of it no job has. */
  readonly free: Resources;
  /** How many jobs are on it. */
  readonly jobs: number;
}

/** What is wrong with a compute environment, so that it cannot get further instances, or takes no jobs at all. */
export type Outage =
  | "insufficient-capacity"
  | "service-role"
  | "unsupported-instances"
  /** The environment is INVALID. */
  | "invalid"
  /** Nothing starts, and AWS Batch cannot say why. */
  | "undetermined";

/** Why a job cannot be placed. */
export type Misfit =
  /** There will be room when jobs end. */
  | { readonly kind: "busy" }
  | { readonly kind: "disabled" }
  /** The job needs more vCPUs than the environment may ever have. */
  | { readonly kind: "max-vcpus" }
  /** No instance type that the environment may use is large enough. */
  | { readonly kind: "instance-types" }
  | { readonly kind: "outage"; readonly outage: Outage; readonly instanceType: string };

/** Where a job is. */
export interface Place {
  readonly kind: "placed";
  /** Absent where there are no instances: on Fargate, and in an unmanaged environment. */
  readonly instance: Instance | undefined;
}

/** What a compute environment has for jobs. Times are milliseconds, of any fixed moment. */
export interface Capacity {
  /** vCPUs that jobs have. */
  readonly usedVcpus: number;
  /** Takes the room for a job, and gets an instance for it where need be. */
  place(demand: Resources, at: number): Place | Misfit;
  /** Gives the room of a job back. */
  release(place: Place, demand: Resources, at: number): void;
  /** Why a job cannot be placed now; undefined: it can. */
  misfit(demand: Resources): Misfit | undefined;
}
