import { createRequire } from "node:module";
import { isEmbedded } from "../../config/embedded";
import { clientSettings } from "../container/batch/connect";
import { AwsServiceError } from "./errors";

/** Which AWS to talk to. */
export interface AwsTarget {
  readonly region: string;
  /** Environment variables; those of the embedded AWS lead there. */
  readonly variables: NodeJS.ProcessEnv;
}

const load = createRequire(__filename);

const MOST_ATTEMPTS = 8;

/** Loads an SDK package when it is first needed: together they take longer than all else of a command. */
export function sdk<Module>(name: string): Module {
  // Type: the caller names the type of the very package.
  return load(name) as Module;
}

/** Makes a thing when it is first asked for, once. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Options of a client of one service, e.g. `SFN` for `AWS_ENDPOINT_URL_SFN`. */
export function clientOptions({ region, variables }: AwsTarget, service: string) {
  return {
    ...clientSettings({ region, variables }, service),
    // The SDK's own three attempts are too few for an account that is busy, or a wait of hours.
    maxAttempts: MOST_ATTEMPTS,
    ...(isEmbedded(variables) ? { forcePathStyle: true } : {}),
  };
}

/** @throws AwsServiceError when the call fails */
export async function ask<T>(service: string, operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsServiceError || !(error instanceof Error)) throw error;
    throw new AwsServiceError(service, operation, error.name, error.message);
  }
}

/** @returns undefined when the call fails with one of the codes */
export async function unless<T>(codes: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsServiceError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
