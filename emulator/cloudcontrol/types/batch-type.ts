/** What the resource types of AWS Batch have in common: operations of the Batch API behind the names of CloudFormation. */
import type { ResourceSchema } from "../../../aws/fields/cloud-formation";
import type { Checked } from "../../../aws/fields/field";
import type { Table as Fields } from "../../../aws/fields/table";
import type { Call } from "../../batch/plumbing/operation";
import { parse } from "../../batch/plumbing/shapes";
import type { BatchState } from "../../batch/plumbing/state";
import type { Resource, Table } from "../../batch/plumbing/table";
import type { Model } from "../json";
import { isObject, toModel, toRequest } from "../json";
import { changeOf } from "../models";
import type { Change, Live, ResourceType } from "../resource-type";
import { applyTags, changedProperties } from "./changes";

export interface BatchType<R extends Resource, C, U> {
  readonly schema: ResourceSchema;
  readonly description: string;
  readonly nameProperty: string;
  readonly additionalIdentifiers?: readonly (readonly string[])[];
  /** Handler -> the actions that it needs; those of Batch without their prefix. */
  readonly handlers: Readonly<Record<string, readonly string[]>>;
  /** The member of requests that names an existing resource. */
  readonly identifier: string & keyof U;
  readonly creation: Fields<C>;
  readonly change: Fields<U>;
  /** Properties that cannot be taken away, with what to say then. */
  readonly kept?: Readonly<Record<string, string>>;
  /** Lists whose absence means that there are no entries. */
  readonly emptied?: readonly string[];
  /** Properties of which an update says only the members that differ; throws when one of these cannot change. */
  readonly partial?: Readonly<Record<string, (members: readonly string[]) => void>>;
  table(state: BatchState): Table<R>;
  /** @returns the ARN */
  create(call: Call, request: Checked<C>): string | undefined;
  update(call: Call, request: Checked<U>): unknown;
  remove(call: Call, arn: string): void;
  /** Of all; undefined: no more than those of the account. */
  listed?(call: Call, scope: Model): (resource: R) => boolean;
  requireDeletable?(call: Call, resource: R): void;
  /** As the API tells of it. */
  answer(resource: R): object;
}

export const TAGGING = {
  taggable: true,
  tagOnCreate: true,
  tagUpdatable: true,
  cloudFormationSystemTags: true,
  tagProperty: "/properties/Tags",
  permissions: ["Batch:TagResource", "Batch:UntagResource"],
} as const;

export function batchType<R extends Resource & { readonly state?: string }, C, U>(
  type: BatchType<R, C, U>,
): ResourceType {
  const { schema, description, additionalIdentifiers, nameProperty } = type;
  const live = (resource: R): Live => ({
    identifier: resource.arn,
    model: toModel(type.creation.rows, type.answer(resource)),
    enabled: resource.state === "ENABLED",
    phase: resource.phase,
  });
  const find = ({ state, now }: Call, arn: string) => {
    const found = type.table(state).find(arn, now);
    return found?.arn === arn ? found : undefined;
  };
  const change = (call: Call, arn: string, members: object) =>
    type.update(call, parse(type.change, { ...members, [type.identifier]: arn }));
  return {
    schema: {
      ...schema,
      type: "object",
      description,
      additionalIdentifiers,
      tagging: TAGGING,
      handlers: handlersOf(type.handlers),
    },
    nameProperty,
    create: (call, model) => type.create(call, parse(type.creation, toRequest(type.creation.rows, model))) ?? "",
    find: (call, arn) => {
      const found = find(call, arn);
      return found && live(found);
    },
    list: (call, scope) => {
      const isListed = type.listed?.(call, scope) ?? (() => true);
      return type.table(call.state).all(call.now).filter(isListed).map(live);
    },
    update: (call, arn, changes) => {
      const properties = changedProperties(changes, type.kept);
      for (const [name, check] of Object.entries(type.partial ?? {})) {
        if (isObject(properties[name])) properties[name] = membersThatDiffer(changes, name, check);
      }
      for (const name of type.emptied ?? []) if (changes.changed[name] === null) properties[name] = [];
      if (Object.keys(properties).length > 0) change(call, arn, toRequest(type.change.rows, properties));
      applyTags(call, arn, changes);
    },
    requireDeletable: (call, arn) => type.requireDeletable?.(call, type.table(call.state).get(arn, call.now)),
    disable: (call, arn) => {
      change(call, arn, { state: "DISABLED" });
    },
    remove: (call, arn) => {
      type.remove(call, arn);
    },
  };
}

function membersThatDiffer({ old, wanted }: Change, name: string, check: (members: readonly string[]) => void): Model {
  const { changed } = changeOf(modelIn(old, name), modelIn(wanted, name));
  check(Object.keys(changed));
  return changed;
}

function modelIn(model: Model, name: string): Model {
  const value = model[name];
  return isObject(value) ? value : {};
}

export function handlersOf(permissions: BatchType<never, never, never>["handlers"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(permissions).map(([handler, actions]) => {
      return [handler, { permissions: actions.map((action) => (action.includes(":") ? action : `Batch:${action}`)) }];
    }),
  );
}
