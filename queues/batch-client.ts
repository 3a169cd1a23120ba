import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-batch";
import type { BatchClient } from "@aws-sdk/client-batch";
import { type AwsPlace, clientSettings } from "../deploy/aws-client";
import { BatchCallError } from "./errors";

export interface BatchConnection {
  readonly client: BatchClient;
  readonly sdk: typeof Sdk;
}

const load = createRequire(__filename);

/** Connects with AWS Batch. The SDK is loaded here and not before: it takes longer than all else of a command. */
export function connectBatch(place: AwsPlace): BatchConnection {
  const sdk = load("@aws-sdk/client-batch") as typeof Sdk; // Cast: it is the package whose types these are.
  return { client: new sdk.BatchClient(clientSettings(place, "BATCH")), sdk };
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
