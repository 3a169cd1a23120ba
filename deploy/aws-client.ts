/** Where AWS is, and as whom to ask it. */
export interface AwsPlace {
  readonly region: string;
  /** Environment variables; those of the embedded AWS lead there. */
  readonly variables: NodeJS.ProcessEnv;
}

/**
 * @param service as in the SDK's variables for endpoints, e.g. `BATCH` of `AWS_ENDPOINT_URL_BATCH`
 * @returns the configuration of an SDK client
 */
export function clientSettings({ region, variables }: AwsPlace, service: string) {
  const endpoint = variables[`AWS_ENDPOINT_URL_${service}`] ?? variables.AWS_ENDPOINT_URL;
  return { region, ...(endpoint ? { endpoint } : {}), ...credentialsOf(variables) };
}

/** Without keys in the variables the SDK looks where it always does: profiles, containers, instances. */
function credentialsOf(variables: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = variables.AWS_SESSION_TOKEN;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
}
