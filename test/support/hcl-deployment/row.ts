/** Arguments of a resource, as Terraform's JSON has them. */
export type Values = Readonly<Record<string, unknown>>;

/** A resource that the HCL makes. */
export interface HclResource {
  /** Where the HCL has it, with its instance key. */
  readonly address: string;
  readonly type: string;
  /** What the HCL says; what it refers to is in `computed`. */
  readonly values: Values;
  /** What is known after an apply only. */
  readonly computed: Values;
}

/** What the table is about: an environment, and the files of its team's repository. */
export interface Site {
  readonly prefix: string;
  readonly account: string;
  readonly region: string;
  readonly settings: SiteSettings;
  /** Shared Python, relative to `utils_path`. */
  readonly utils: readonly string[];
  /** The analytics ETL's jobs, workflows, triggers and scripts, which are what the configuration says. */
  readonly etl: readonly HclResource[];
}

/** The part of an environment file that the HCL's resources depend on. */
export interface SiteSettings {
  readonly use_case_name: string;
  readonly env: string;
  readonly region: string;
  readonly account_number: string | number;
  readonly repo_url: string;
  readonly utils_path: string;
  readonly mapping_json_path: string;
  readonly training: ContextSettings;
  readonly inferencing: ContextSettings & {
    readonly batch_vpc: { readonly vpc_id: string; readonly subnet_ids: readonly string[] };
  };
  readonly analytics_etl: { readonly expected_dq_job_count: number };
  readonly monitoring: Readonly<Record<string, Script>>;
  readonly eap_dq_bucket_name: string;
}

export interface Script {
  readonly path: string;
  readonly additional_arguments?: Readonly<Record<string, string>>;
}

export interface ContextSettings {
  readonly evaluation_job_params: Script;
  readonly gatekeeper_job_params: Script;
}

export const contexts = ["training", "inferencing"] as const;
export type Context = (typeof contexts)[number];

/** @param address e.g. `module.common.aws_sns_topic.framework_sns` */
export function row(address: string, values: Values = {}, computed: Values = {}): HclResource {
  const type = /(?:^|\.)(aws_\w+)\.\w+(?:\[[^\]]*\])?$/.exec(address)?.[1];
  if (type === undefined) throw new Error(`no address of a resource: ${address}`);
  return { address, type, values, computed };
}

export const arnOf = ({ region, account }: Site, service: string, rest: string): string =>
  `arn:aws:${service}:${["iam"].includes(service) ? "" : region}:${account}:${rest}`;

/** A document of IAM with one statement for each pair of actions and resources. */
export const allowing = (...statements: (readonly [actions: readonly string[], resources: readonly string[]])[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource })),
  });

/** Who may take a role. */
export const trusting = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

/** A parameter of Systems Manager. @param name without the environment's part, e.g. `training/winner_algorithm` */
export function parameter(site: Site, address: string, name: string, { values, computed }: Partial<HclResource>) {
  const full = `/${site.prefix}-dapf-ssm/${name}`;
  return row(
    address,
    { name: full, type: "String", ...values },
    { id: full, arn: arnOf(site, "ssm", `parameter${full}`), data_type: "text", ...computed },
  );
}

/** A file in S3. @param source relative to the HCL's folder, which was in the repository */
export const upload = (address: string, bucket: string, key: string, source: string) =>
  row(
    address,
    { key, force_destroy: false },
    { bucket, id: key, source, source_hash: "hash of the HCL's deploy", etag: "tag" },
  );

export const fileName = (path: string): string => path.split("/").at(-1) ?? path;
