/** A call as the service's API has it: an operation with members, whatever protocol brought it. */
import { arnOf, partsOfArn } from "../../../aws/arns";
import { type Place, placeIn } from "../../../aws/place";
import type { EdgeRequest } from "../../edge/messages";
import type { Facts } from "../facts";
import type { Principal } from "../model";

export type Params = Readonly<Record<string, unknown>>;

export interface ApiCall {
  readonly request: EdgeRequest;
  /** Signing name. */
  readonly service: string;
  /** The API's name; undefined for a request that the service does not have. */
  readonly operation: string | undefined;
  readonly params: Params;
  readonly caller: Principal;
  /** Where the caller calls: their account, and the Region of the endpoint. */
  readonly place: Place;
  readonly facts: Facts;
}

/** The members of a call by their names in lower case: protocols and services differ in case only. */
const folded = new WeakMap<Params, ReadonlyMap<string, unknown>>();

/** @param names - in lower case; the first that the call has counts */
export function memberOf(params: Params, ...names: readonly string[]): unknown {
  let members = folded.get(params);
  if (members === undefined) {
    members = new Map(Object.entries(params).map(([name, value]) => [name.toLowerCase(), value]));
    folded.set(params, members);
  }
  for (const name of names) {
    const value = members.get(name);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

/** A member that is one text, or a number or truth value as text. */
export function textIn(params: Params, ...names: readonly string[]): string | undefined {
  return scalarText(memberOf(params, ...names));
}

/** The texts of a member that is a text or a list of texts. */
export function textsIn(params: Params, ...names: readonly string[]): readonly string[] {
  return textsOf(memberOf(params, ...names));
}

export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => scalarText(item) ?? []);
  const text = scalarText(value);
  return text === undefined ? [] : [text];
}

export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The objects of a member that is a list of objects. */
export function objectsIn(params: Params, ...names: readonly string[]): readonly Params[] {
  const value = memberOf(params, ...names);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A member that is an object; an empty one where there is none. */
export function objectIn(params: Params, ...names: readonly string[]): Params {
  const value = memberOf(params, ...names);
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns the ARN of something where the call is made, in the caller's account */
export function arnHere({ place }: ApiCall, service: string, resource: string): string {
  return arnOf(place, service, resource);
}

/** Where an ARN says that its resource is; the place of the call where it says nothing. */
export function placeOf({ place }: ApiCall, arn: string): Place {
  const { region = "", account = "" } = partsOfArn(arn) ?? {};
  return placeIn(region === "" ? place.region : region, account === "" ? place.account : account);
}
