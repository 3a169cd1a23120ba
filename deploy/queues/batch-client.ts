import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-batch";
import type { BatchClient } from "@aws-sdk/client-batch";
import { BatchCallError } from "./errors";

export interface BatchPlace {
  readonly region: string;
  /** Environment variables; those of the embedded AWS lead there. */
  readonly variables: NodeJS.ProcessEnv;
}

export interface BatchConnection {
  readonly client: BatchClient;
  readonly sdk: typeof Sdk;
}

const load = createRequire(__filename);

/** Connects with AWS Batch. The SDK is loaded here and not before: it takes longer than all else of a command. */
export function connectBatch({ region, variables }: BatchPlace): BatchConnection {
  const sdk = load("@aws-sdk/client-batch") as typeof Sdk; // Cast: it is the package whose types these are.
  return { client: new sdk.BatchClient({ region, ...endpointOf(variables), ...credentialsOf(variables) }), sdk };
}

/** @throws BatchCallError when the call fails */
export async function ask<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof BatchCallError) throw error;
    throw new BatchCallError(operation, error instanceof Error ? error.message : String(error));
  }
}

function endpointOf(variables: NodeJS.ProcessEnv): { endpoint?: string } {
  const endpoint = variables.AWS_ENDPOINT_URL_BATCH ?? variables.AWS_ENDPOINT_URL;
  return endpoint === undefined || endpoint === "" ? {} : { endpoint };
}

/** Without keys in the variables the SDK looks where it always does: profiles, containers, instances. */
function credentialsOf(variables: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = variables.AWS_SESSION_TOKEN;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
}
