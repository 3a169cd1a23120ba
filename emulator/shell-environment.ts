/** Environment variables that make AWS clients and Terraform use the embedded AWS. */

export interface ClientSettings {
  readonly endpoint: string;
  /** 12 digits; becomes the access key id, which chooses the account on the embedded AWS. */
  readonly account: string;
  readonly region: string;
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

/** @param present - the caller's variables, of which those in the way are removed */
export function clientEnvironment(settings: ClientSettings, present: NodeJS.ProcessEnv = {}): ClientEnvironment {
  return {
    set: {
      AWS_ENDPOINT_URL: settings.endpoint,
      AWS_REGION: settings.region,
      AWS_DEFAULT_REGION: settings.region,
      AWS_ACCESS_KEY_ID: settings.account,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      // cdktf-cli reads its options from variables: there is no need to write provider locks for each platform.
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      CHECKPOINT_DISABLE: "1",
      ...(settings.terraformConfigFile === undefined ? {} : { TF_CLI_CONFIG_FILE: settings.terraformConfigFile }),
    },
    unset: [
      "AWS_PROFILE",
      "AWS_SESSION_TOKEN",
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
      ...Object.keys(present).filter((name) => SERVICE_ENDPOINT.test(name)),
    ],
  };
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
