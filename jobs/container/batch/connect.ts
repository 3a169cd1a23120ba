import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-batch";
import type { BatchCalls } from "./calls";

export interface ConnectOptions {
  /** @default what the SDK finds: AWS_REGION, then the profile */
  readonly region?: string;
  /** @default what the SDK finds: AWS_PROFILE, then `default` */
  readonly profile?: string;
  /** Environment variables; those of the embedded AWS lead there. */
  readonly variables: NodeJS.ProcessEnv;
}

export interface Connection {
  readonly calls: BatchCalls;
  /** Where calls go, when that is not AWS. */
  readonly endpoint: string | undefined;
  /** @returns the Region that calls go to @throws the SDK's error when none is configured */
  region(): Promise<string>;
  close(): void;
}

const load = createRequire(__filename);
// Milliseconds. Batch answers within a second; a call that hangs longer is settled by a look.
const CONNECT_TIMEOUT = 5_000;
const ANSWER_TIMEOUT = 20_000;

/** @returns Region, profile, credentials and endpoint for a client of the SDK, as far as they are given */
export function clientSettings({ region, profile, variables }: ConnectOptions, service = "BATCH") {
  const endpoint = variables[`AWS_ENDPOINT_URL_${service}`] || variables.AWS_ENDPOINT_URL || undefined;
  return {
    ...given({
      region: region ?? (variables.AWS_REGION || variables.AWS_DEFAULT_REGION || undefined),
      profile,
      endpoint,
    }),
    ...(profile === undefined ? credentialsOf(variables) : {}),
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT, requestTimeout: ANSWER_TIMEOUT, throwOnRequestTimeout: true },
  };
}

/** Connects with AWS Batch. The SDK is loaded here and not before: it takes longer than all else of a command. */
export function connect(options: ConnectOptions): Connection {
  const sdk = load("@aws-sdk/client-batch") as typeof Sdk; // Cast: it is the package whose types these are.
  const settings = clientSettings(options);
  // Whether a call may be repeated is decided by whoever makes it: SubmitJob is not idempotent.
  const client = new sdk.Batch({ ...settings, maxAttempts: 1 });
  const { endpoint } = settings;
  return { calls: client, endpoint, region: () => client.config.region(), close: () => client.destroy() };
}

/** Without keys in the variables the SDK looks where it always does: profiles, containers, instances. */
function credentialsOf(variables: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = variables.AWS_SESSION_TOKEN;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
}

/** The members that have a value: the SDK takes `undefined` for a choice. */
function given<K extends string>(members: Readonly<Record<K, string | undefined>>): Partial<Record<K, string>> {
  const pairs = Object.entries(members).filter(([, value]) => value !== undefined);
  // Cast: members of the record that was given, those without a value left out.
  return Object.fromEntries(pairs) as Partial<Record<K, string>>;
}
