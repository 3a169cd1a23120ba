/** Environment variables that make AWS clients and Terraform use the embedded AWS. */

/** Keys, as AWS gives them to whoever calls as a role. */
export interface ClientCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent for keys that are no role's. */
  readonly sessionToken: string | undefined;
}

export interface ClientSettings {
  readonly endpoint: string;
  /** 12 digits; becomes the access key id, which chooses the account on the embedded AWS. */
  readonly account: string;
  readonly region: string;
  /** Whose calls these are; `none`: nobody's, which AWS refuses. @default the account's, which may do everything */
  readonly credentials?: ClientCredentials | "none" | undefined;
  /** Terraform CLI configuration file, when an offline provider mirror is used. */
  readonly terraformConfigFile?: string;
}

/** The variables to set, and the ones to remove because they would win over these. */
export interface ClientEnvironment {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

/** A variable of the caller that would send calls of one service elsewhere is `AWS_ENDPOINT_URL_<SERVICE>`. */
const SERVICE_ENDPOINT = /^AWS_ENDPOINT_URL_/;

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const;

/** @param present - the caller's variables, of which those in the way are removed */
export function clientEnvironment(settings: ClientSettings, present: NodeJS.ProcessEnv = {}): ClientEnvironment {
  const { endpoint, account, region, credentials, terraformConfigFile } = settings;
  const keys = keysOf(credentials ?? { accessKeyId: account, secretAccessKey: "test", sessionToken: undefined });
  return {
    set: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      ...keys,
      AWS_EC2_METADATA_DISABLED: "true",
      // cdktf-cli reads its options from variables: there is no need to write provider locks for each platform.
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      CHECKPOINT_DISABLE: "1",
      ...(terraformConfigFile === undefined ? {} : { TF_CLI_CONFIG_FILE: terraformConfigFile }),
    },
    unset: [
      "AWS_PROFILE",
      ...KEYS.filter((name) => !(name in keys)),
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
      ...Object.keys(present).filter((name) => SERVICE_ENDPOINT.test(name)),
    ],
  };
}

function keysOf(credentials: ClientCredentials | "none"): Partial<Record<(typeof KEYS)[number], string>> {
  if (credentials === "none") return {};
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const token = sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken };
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...token };
}

/** The same as lines for `eval` in a POSIX shell. */
export function exportLines(environment: ClientEnvironment): string[] {
  return [
    ...environment.unset.map((name) => `unset ${name}`),
    ...Object.entries(environment.set).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ];
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** `base` with the variables applied. */
export function appliedTo(base: NodeJS.ProcessEnv, environment: ClientEnvironment): NodeJS.ProcessEnv {
  const removed = new Set(environment.unset);
  return { ...Object.fromEntries(Object.entries(base).filter(([name]) => !removed.has(name))), ...environment.set };
}
