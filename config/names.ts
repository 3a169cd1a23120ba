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

/** The contexts of the pipelines, each of which has a queue of its own. */
export const CONTEXTS = ["training", "inferencing"] as const;

/** @returns the name of the queue that the jobs of a context's runs go to. */
export function pipelineQueueName(prefix: string, context: string): string {
  return `${prefix}-dapf-batch-${context}-job-queue`;
}

/** @returns what the names of all jobs of runs begin with, before a hyphen. */
export function pipelineJobHead(prefix: string): string {
  return `${prefix}-job`;
}
