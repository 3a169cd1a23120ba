/**
 * The spelling of a key in the names of AWS resources: `amlgo_SQR_redshift-aws` becomes `amlgo-sqr-redshift-aws`.
 * @param key letters, digits, `_` and `-`.
 */
export function kebabCase(key: string): string {
  return key.toLowerCase().replaceAll("_", "-");
}

/** @returns the name of a Glue job, workflow or trigger of the analytics ETL: `{prefix}-analytics-etl-{key}`. */
export function etlName(prefix: string, key: string): string {
  return `${prefix}-analytics-etl-${kebabCase(key)}`;
}

/** @returns the name of an Athena database of an environment; Athena has no `-` in names. */
export function athenaDatabaseName(prefix: string, key: string): string {
  return `${prefix}_${key}`.replaceAll("-", "_");
}
