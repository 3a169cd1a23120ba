/** The live account as authorization sees it: read from the services, and held until a call may have changed it. */
import { partsOfArn } from "../../../aws/arns";
import { placeIn, type Place } from "../../../aws/place";
import type { BucketFacts, Facts, NamedKind, ObjectFacts, Route, Tags } from "../facts";
import type { NamedPolicy } from "../model";
import { changedBy, topicOf } from "./changes";
import { Generations } from "./generations";
import { Identities } from "./identities";
import { Mentions } from "./mentions";
import type { AskMoto, ResourceAnswer, ResourcesAnswer } from "./questions";

/** Tags of what the edge's own services hold; undefined where moto knows. */
export type TagsAtEdge = (arn: string) => Promise<Tags> | undefined;

/** Kinds of identities -> where they stand in the answer. */
const IDENTITIES = {
  "iam:user": "users",
  "iam:role": "roles",
  "iam:group": "groups",
  "iam:policy": "names",
  "iam:instance-profile": "profiles",
} as const;

const NO_TAGS: Tags = new Map();

export class Store implements Facts {
  private readonly generations = new Generations();
  private readonly mentioned = new Mentions();
  private readonly routes = new Map<string, Promise<readonly Route[]>>();
  /** Buckets that hold, or may hold, an object with a customer managed key. */
  private readonly encrypted = new Set<string>();

  constructor(
    private readonly ask: AskMoto,
    private readonly tagsAtEdge: TagsAtEdge,
  ) {}

  /** A call has been answered. @param operation - as the edge names it */
  answered(service: string, operation: string): void {
    const topic = changedBy(service, operation);
    if (topic === "all") this.generations.changedAll();
    else if (topic !== undefined) this.generations.changed(topic);
  }

  /** Everything has been forgotten. */
  clear(): void {
    this.generations.changedAll();
    this.mentioned.clear();
    this.encrypted.clear();
  }

  /** An object is written with a key of its own. */
  noteEncrypted(bucket: string): void {
    this.encrypted.add(bucket);
  }

  /** What a policy says that belongs to no identity or resource, such as one of a session. */
  noteDocuments(policies: readonly NamedPolicy[]): void {
    this.mentioned.note(policies.map(({ document }) => document));
  }

  identities(): Promise<Identities> {
    return this.generations.hold("iam", "identities", async () => {
      const identities = new Identities(await this.ask("identities"));
      this.mentioned.note(identities.documents());
      return identities;
    });
  }

  /** Policies and keys of what a service holds. @param service - its word in ARNs */
  resources(service: string): Promise<ResourcesAnswer> {
    return this.generations.hold(service, "resources", async () => {
      const found = await this.ask("resources", { service });
      this.mentioned.note(Object.values(found).flatMap(({ policy }) => (typeof policy === "string" ? [policy] : [])));
      return found;
    });
  }

  /** The document of a managed policy; undefined when there is none. */
  async managedPolicy(arn: string): Promise<string | undefined> {
    const read = () => this.ask("managed-policy", { arn });
    return (await this.generations.hold("iam", `policy ${arn}`, read)) ?? undefined;
  }

  mentions(keyPrefix: string): boolean {
    return this.mentioned.has(keyPrefix.toLowerCase());
  }

  async arnOf(kind: NamedKind, place: Place, name: string): Promise<string | undefined> {
    if (kind === "kms:key") return this.keyArn(place, name);
    const { account, region } = place;
    // Who changes identities, one after the other, must not wait for all of them each time.
    const isKnown = this.generations.holds("iam", "identities");
    if (isKnown && isIdentity(kind)) return (await this.identities()).arnOf(IDENTITIES[kind], account, name);
    if (isKnown && kind === "iam:role-of-instance-profile") {
      const identities = await this.identities();
      const profile = identities.arnOf("profiles", account, name);
      return profile === undefined ? undefined : identities.roleIn(profile);
    }
    // A query, and a mapping, is there as soon as its call has been answered.
    const topic = topicOf(kind.slice(0, kind.indexOf(":")));
    const read = () => this.ask("named", { kind, account, region, name });
    return (await this.generations.hold(topic, `named ${kind} ${account} ${region} ${name}`, read)) ?? undefined;
  }

  async tagsOf(arn: string): Promise<Tags> {
    const service = partsOfArn(arn)?.service ?? "";
    const atEdge = this.tagsAtEdge(arn);
    if (atEdge !== undefined) return atEdge;
    if (service === "iam") {
      const identities = await this.identities();
      const known = identities.role(arn)?.tags ?? identities.user(arn)?.tags;
      if (known !== undefined) return new Map(Object.entries(known));
    }
    return this.generations.hold(topicOf(service), `tags ${arn}`, async () => {
      const tags = Object.entries(await this.ask("tags", { arn }));
      return tags.length === 0 ? NO_TAGS : new Map(tags);
    });
  }

  async kmsKeyOf(arn: string): Promise<string | undefined> {
    const parts = partsOfArn(arn);
    if (parts === undefined) return undefined;
    const found = (await this.resources(parts.service))[arn.replace(/:\*$/, "")];
    return found === undefined ? undefined : this.customerKey(found);
  }

  async isAwsManagedKey(keyArn: string): Promise<boolean> {
    return (await this.resources("kms"))[keyArn]?.managed === true;
  }

  async aliasesOf(keyArn: string): Promise<readonly string[]> {
    return (await this.resources("kms"))[keyArn]?.aliases ?? [];
  }

  async boundaryOf(arn: string): Promise<string | undefined> {
    return (await this.identities()).policiesOf(arn).boundary?.name;
  }

  async partitionKeyOf(arn: string): Promise<string | undefined> {
    const read = () => this.ask("partition-key", { arn });
    return (await this.generations.hold("dynamodb", `key ${arn}`, read)) ?? undefined;
  }

  async bucket(name: string): Promise<BucketFacts | undefined> {
    const found = (await this.resources("s3"))[name];
    if (found === undefined) return undefined;
    const kmsKey = await this.customerKey(found);
    if (kmsKey !== undefined) this.encrypted.add(name);
    return {
      account: found.account,
      region: found.region,
      kmsKey,
      hasBucketKey: found.bucketKey === true,
      mayHoldEncrypted: this.encrypted.has(name),
    };
  }

  async object(bucket: string, key: string, versionId?: string): Promise<ObjectFacts | undefined> {
    const version: Record<string, string> = versionId === undefined ? {} : { version: versionId };
    const [owner, found] = await Promise.all([
      this.bucket(bucket),
      // Not held: objects come and go with calls that are no change of a bucket.
      this.ask("object", { bucket, key, ...version }),
    ]);
    if (owner === undefined || found === null) return undefined;
    const kmsKey = await this.customerKey({ ...owner, kms: found.kms });
    return { kmsKey, tags: new Map(Object.entries(found.tags)) };
  }

  routesOf(service: string): Promise<readonly Route[]> {
    const known = this.routes.get(service);
    if (known !== undefined) return known;
    const read = this.ask("routes", { service });
    this.routes.set(service, read);
    read.catch(() => this.routes.delete(service));
    return read;
  }

  private async customerKey({ kms, region, account }: ResourceAnswer): Promise<string | undefined> {
    if (kms === undefined || kms === null || kms === "" || kms.includes("alias/aws/")) return undefined;
    const arn = await this.keyArn(placeIn(region, account), kms);
    return arn === undefined || (await this.isAwsManagedKey(arn)) ? undefined : arn;
  }

  /** @param name - id, alias or ARN of either; the ARN of a key that nobody knows is itself */
  private async keyArn(place: Place, name: string): Promise<string | undefined> {
    const keys = await this.resources("kms");
    const parts = partsOfArn(name);
    if (parts?.resource.startsWith("key/") === true) return name;
    const { account, region } = parts ?? place;
    const identifier = parts?.resource ?? name;
    return Object.entries(keys).find(([arn, key]) => {
      const isThere = key.account === account && key.region === region;
      return isThere && (arn.endsWith(`:key/${identifier}`) || key.aliases?.includes(identifier) === true);
    })?.[0];
  }
}

function isIdentity(kind: NamedKind): kind is keyof typeof IDENTITIES {
  return kind in IDENTITIES;
}
