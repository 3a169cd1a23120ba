/** How the calls of a service are asked for, where that does not follow from the Service Authorization Reference. */
import type { ApiCall } from "./api-call";

/** One permission that a call needs, without what conditions look at. */
export interface Need {
  readonly action: string;
  /** An ARN or `*`. */
  readonly resource: string;
  /** Values of condition keys that only the service's rules know. */
  readonly keys?: Keys;
}

/** Condition key -> values; what has none is left out. */
export type Keys = Readonly<Record<string, readonly string[] | string | undefined>>;

export type Needs = readonly Need[] | Promise<readonly Need[]>;

/** The resources of a type that a call names; `undefined` leaves that to the names of its members. */
export type Finder = (call: ApiCall) => readonly string[] | undefined | Promise<readonly string[] | undefined>;

export interface ServiceRules {
  /** Of the service's actions. @default the signing name */
  readonly prefix?: string;
  /** Operations that other actions stand for: their names, none for those which need no permission; or all that they need. */
  readonly operations?: Readonly<Record<string, readonly string[] | ((call: ApiCall) => Needs)>>;
  /** Of a service whose actions have nothing to do with its operations. */
  readonly all?: (call: ApiCall) => Needs;
  /** By the name of the resource type. */
  readonly finders?: Readonly<Record<string, Finder>>;
  /** Values of the service's condition keys beside the members of the call of the same name. */
  readonly keys?: (call: ApiCall, need: Need) => Keys | Promise<Keys>;
}
