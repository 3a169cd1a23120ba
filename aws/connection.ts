/** A connection with an account: where its AWS is, and as whom to ask it. */
export interface Connection {
  /** @default what the SDK finds: AWS_REGION, then the profile */
  readonly region?: string;
  /** Environment variables; those of the embedded AWS lead there. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * @param service as in the SDK's variables for endpoints, e.g. `BATCH` of `AWS_ENDPOINT_URL_BATCH`
 * @returns where calls go, when that is not AWS; without a service those of all that have no variable of their own
 */
export function endpointOf({ variables }: Connection, service?: string): string | undefined {
  return (service && variables[`AWS_ENDPOINT_URL_${service}`]) || variables.AWS_ENDPOINT_URL || undefined;
}

/** @returns the Region as far as it is known without the profile */
export function regionOf({ region, variables }: Connection): string | undefined {
  return region ?? (variables.AWS_REGION || variables.AWS_DEFAULT_REGION || undefined);
}

/** Whether an endpoint is on this machine. */
export function isLoopback(endpoint: string | undefined): boolean {
  if (endpoint === undefined || !URL.canParse(endpoint)) return false;
  const { hostname } = new URL(endpoint);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

// Milliseconds until a connection is made; how long an answer may take is up to who asks.
const CONNECT_TIMEOUT = 5_000;

/** @returns the configuration of a client of the SDK */
export function clientSettings(connection: Connection, service: string) {
  const [region, endpoint] = [regionOf(connection), endpointOf(connection, service)];
  return {
    // The SDK takes `undefined` for a choice.
    ...(region === undefined ? {} : { region }),
    ...credentialsOf(connection.variables),
    ...(endpoint === undefined ? {} : { endpoint }),
    // Whether a call may be repeated is decided by who makes it: SubmitJob is not idempotent.
    maxAttempts: 1,
    // Of the profile's files, for which the SDK's provider looks among the settings: they may have changed since.
    ignoreCache: true,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT },
  };
}

/** Whether credentials are looked up, and not fixed by variables: what is looked up may be another one later. */
export function renewsCredentials({ variables }: Connection): boolean {
  return !("credentials" in credentialsOf(variables));
}

/** Without keys or a profile in the variables the SDK looks where it always does: profiles, containers, instances. */
function credentialsOf({
  AWS_PROFILE: profile,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
}: Connection["variables"]) {
  if (!accessKeyId || !secretAccessKey) return profile ? { profile } : {};
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
}
