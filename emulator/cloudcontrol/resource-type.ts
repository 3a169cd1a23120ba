/** A resource type of Cloud Control, over the operations of the service that it belongs to. */
import type { Call } from "../batch/plumbing/operation";
import type { Phase } from "../batch/plumbing/phase";
import type { Model } from "./json";
import type { TypeSchema } from "./schema";

/** A live resource as Cloud Control sees it. */
export interface Live {
  /** The primary identifier. */
  readonly identifier: string;
  readonly model: Model;
  /** Whether the resource takes part in work; Cloud Control takes it out before it deletes it. */
  readonly enabled: boolean;
  readonly phase: Phase;
}

/** What a change of a model means, by the names of its top-level properties. */
export interface Change {
  /** The properties that differ, with their new values; null where one was removed. */
  readonly changed: Model;
  readonly old: Model;
  readonly wanted: Model;
}

/** All functions throw the errors of the service for what it refuses. */
export interface ResourceType {
  readonly schema: TypeSchema;
  /** The property with the resource's name; Cloud Control makes one up where it may be absent. */
  readonly nameProperty: string;
  /** @returns the primary identifier */
  create(call: Call, model: Model): string;
  find(call: Call, identifier: string): Live | undefined;
  /** @param scope - properties that the caller gave to say which resources are meant */
  list(call: Call, scope: Model): Live[];
  update(call: Call, identifier: string, change: Change): void;
  /** Refuses what could not be deleted even when it is disabled, before anything is changed. */
  requireDeletable(call: Call, identifier: string): void;
  disable(call: Call, identifier: string): void;
  remove(call: Call, identifier: string): void;
}
