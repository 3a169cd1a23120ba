import { createRequire } from "node:module";
import { isEmbedded } from "../../config/embedded";
import { AwsServiceError } from "./errors";

/** Which AWS to talk to. */
export interface AwsTarget {
  readonly region: string;
  /** Environment variables; those of the embedded AWS lead there. */
  readonly variables: NodeJS.ProcessEnv;
}

const load = createRequire(__filename);

/** Loads an SDK package when it is first needed: together they take longer than all else of a command. */
export function sdk<Module>(name: string): Module {
  // Type: the caller names the type of the very package.
  return load(name) as Module;
}

/** Options of a client of one service, e.g. `SFN` for `AWS_ENDPOINT_URL_SFN`. */
export function clientOptions({ region, variables }: AwsTarget, service: string) {
  const endpoint = variables[`AWS_ENDPOINT_URL_${service}`] ?? variables.AWS_ENDPOINT_URL;
  return {
    region,
    ...(endpoint ? { endpoint } : {}),
    ...(isEmbedded(variables) ? { forcePathStyle: true } : {}),
    ...credentialsOf(variables),
  };
}

/** Without keys in the variables the SDK looks where it always does: profiles, containers, instances. */
function credentialsOf(variables: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = variables.AWS_SESSION_TOKEN;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
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
