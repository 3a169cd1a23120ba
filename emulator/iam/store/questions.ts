/** What the moto process answers about identities and resources: `emulator/moto/iam_state.py` and its neighbours. */
import type { Route } from "../facts";

export interface PoliciesAnswer {
  /** Name -> document. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

export interface IdentityAnswer extends PoliciesAnswer {
  readonly account: string;
  readonly name: string;
  /** `AIDA..` or `AROA..` */
  readonly id: string;
  /** ARN of a managed policy. */
  readonly boundary: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface UserAnswer extends IdentityAnswer {
  readonly groups: readonly (PoliciesAnswer & { readonly name: string })[];
}

export interface RoleAnswer extends IdentityAnswer {
  /** Document of its trust policy. */
  readonly trust: string;
  /** How long a session of it may be. */
  readonly maximumSeconds: number;
}

interface Named {
  readonly account: string;
  readonly name: string;
}

/** By ARN, of all accounts. */
export interface IdentitiesAnswer {
  readonly users: Readonly<Record<string, UserAnswer>>;
  readonly roles: Readonly<Record<string, RoleAnswer>>;
  readonly groups: Readonly<Record<string, Named>>;
  /** Instance profiles; with the ARN of the role in each. */
  readonly profiles: Readonly<Record<string, Named & { readonly role: string | null }>>;
  /** Managed policies of customers. */
  readonly names: Readonly<Record<string, Named>>;
  /** Access key id -> its user. */
  readonly keys: Readonly<Record<string, { readonly user: string; readonly active: boolean }>>;
  /** Documents of the managed policies that anybody has. */
  readonly policies: Readonly<Record<string, string>>;
}

export interface ResourceAnswer {
  readonly account: string;
  readonly region: string;
  readonly policy?: string | null;
  /** The key that it is encrypted with, as it was given: an id, an alias, or an ARN. */
  readonly kms?: string | null;
  /** Of a bucket. */
  readonly bucketKey?: boolean;
  /** Of a key. */
  readonly aliases?: readonly string[];
  /** Of a key: whether it is AWS's. */
  readonly managed?: boolean;
}

/** By ARN, of S3 by the name of the bucket; of all accounts and Regions. */
export type ResourcesAnswer = Readonly<Record<string, ResourceAnswer>>;

export interface ObjectAnswer {
  readonly kms: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Question -> its answer. */
export interface MotoAnswers {
  readonly identities: IdentitiesAnswer;
  readonly resources: ResourcesAnswer;
  readonly tags: Readonly<Record<string, string>>;
  readonly named: string | null;
  readonly object: ObjectAnswer | null;
  readonly routes: readonly Route[];
  readonly "managed-policy": string | null;
  readonly "partition-key": string | null;
}

/** Asks the moto process. */
export type AskMoto = <Q extends keyof MotoAnswers>(
  question: Q,
  parameters?: Readonly<Record<string, string>>,
) => Promise<MotoAnswers[Q]>;
