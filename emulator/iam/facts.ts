/** What an authorization has to know of the live account beside the request itself. All of it is read only, and may be cached. */
import type { Place } from "../../aws/place";

/** Kinds whose ARN does not follow from the name that requests give: it has a path, a random part, or another thing's name in it. */
export type NamedKind =
  | "iam:user"
  | "iam:role"
  | "iam:group"
  | "iam:policy"
  | "iam:instance-profile"
  /** By the name of an instance profile. The ARN is that of the role in it. */
  | "iam:role-of-instance-profile"
  /** By name, id or a name with `alias/`. The ARN is that of the key. */
  | "kms:key"
  | "secretsmanager:secret"
  /** By name or id. */
  | "cloudformation:stack"
  /** By the id of a query execution or a named query. The ARN is that of its workgroup. */
  | "athena:workgroup-of-query"
  /** By the id of an association. The ARN is that of its route table. */
  | "ec2:route-table-of-association"
  /** By the id of an event source mapping. The ARN is that of its function. */
  | "lambda:function-of-mapping";

export type Tags = ReadonlyMap<string, string>;

export interface BucketFacts {
  /** 12 digits: the owner. */
  readonly account: string;
  readonly region: string;
  /** ARN of the customer managed key of its default encryption. */
  readonly kmsKey?: string | undefined;
  /** Whether S3 uses a bucket key, so that the encryption context is the ARN of the bucket instead of that of the object. */
  readonly hasBucketKey: boolean;
  /** False: no object in it has a customer managed key, and nobody needs to look at each. True is always safe. */
  readonly mayHoldEncrypted: boolean;
}

export interface ObjectFacts {
  /** ARN of the customer managed key that it is encrypted with. */
  readonly kmsKey?: string | undefined;
  readonly tags: Tags;
}

/** A request of a REST protocol and the operation that it is, as the service's model has it. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  /** E.g. `/2015-03-31/functions/{FunctionName}/invocations`; a label that spans slashes ends in `+`. A query may follow. */
  readonly uri: string;
  /** Members that are not in the body. */
  readonly members: readonly RouteMember[];
}

export interface RouteMember {
  readonly member: string;
  readonly location: "uri" | "querystring" | "header";
  /** As it stands in the URI, the query or the headers. */
  readonly name: string;
}

export interface Facts {
  /**
   * Whether any policy in force looks at condition keys that begin so, in lower case (`aws:resourcetag/`); what none looks at
   * need not be found out. True is always safe.
   */
  mentions(keyPrefix: string): boolean;
  /** The ARN of what is live under a name; undefined when there is no such thing. */
  arnOf(kind: NamedKind, place: Place, name: string): Promise<string | undefined>;
  /** Tags of a resource that is no S3 object; none when there is no such thing. */
  tagsOf(arn: string): Promise<Tags>;
  /**
   * ARN of the customer managed key that a table, topic, queue, log group, parameter, secret, state machine or repository is
   * encrypted with; undefined where the key is AWS's.
   */
  kmsKeyOf(arn: string): Promise<string | undefined>;
  /** Whether AWS manages a key: it has an alias that begins with `alias/aws/`. */
  isAwsManagedKey(keyArn: string): Promise<boolean>;
  /** The aliases of a key, each as `alias/name`. */
  aliasesOf(keyArn: string): Promise<readonly string[]>;
  /** ARN of the permissions boundary of a user or role, by its ARN. */
  boundaryOf(arn: string): Promise<string | undefined>;
  /** Name of the partition key of a table or index, by its ARN. */
  partitionKeyOf(arn: string): Promise<string | undefined>;
  bucket(name: string): Promise<BucketFacts | undefined>;
  object(bucket: string, key: string, versionId?: string): Promise<ObjectFacts | undefined>;
  /** All requests of a service with a REST protocol, by signing name; none for a service that nobody knows. */
  routesOf(service: string): Promise<readonly Route[]>;
}
