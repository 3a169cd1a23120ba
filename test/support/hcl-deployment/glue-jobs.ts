import { arnOf, type Context, fileName, type HclResource, row, type Script, type Site, type Values } from "./row";

const modules = "pythena,ndjson==0.3.1,pynamodb==5.5.0,scikit-learn==1.3.0,pandas==1.5.3";
const shell = { glue_version: "2.0", max_capacity: 1 };
const spark = { glue_version: "4.0", number_of_workers: 10, worker_type: "G.1X" };

/** The five jobs of a context. */
export function glueJobs(site: Site, context: Context, at: string): HclResource[] {
  const { prefix: P, settings } = site;
  const word = context === "training" ? "train" : "inference";
  const tables = ["input", "meta", "state"].map(
    (name) => [`--${word}_${name}table_name`, `${P}-${context}-${name}-table`] as const,
  );
  const common = {
    "--region": site.region,
    "--additional-python-modules": modules,
    ...Object.fromEntries(tables),
    "--extra-files": extraFiles(site, `${P}-${context}-internal`),
  };
  const status = { [`--ssm_${context}_complete_status`]: `/${P}-dapf-ssm/${context}/${context}_complete_status` };
  const checks = { "--athenadb_name": "default", "--batch_job_failure_threshold_percent": "0" };
  const own = (key: string, file: string, more: Values = {}) =>
    job(`context_${key}`, file, "pythonshell", { ...common, ...more });
  const job = (key: string, file: string, type: "pythonshell" | "glueetl", args: Values) =>
    glueJob(site, {
      address: `${at}.module.glue_jobs["${key}"]`,
      name: `${P}-${key.replace("context", context).replaceAll("_", "-")}`,
      role: `${P}-dapf-${context}-glue-job-role`,
      script: `s3://${P}-${context}-internal/src/python/${context}/${file}`,
      type,
      args,
      more: { execution_property: [{ max_concurrent_runs: 1 }] },
    });
  const { evaluation_job_params: evaluation, gatekeeper_job_params: gatekeeper } = settings[context];
  return [
    own("submit_awsbatch_statetable", `submit_${context}_job_awsbatch_statetable.py`),
    own("job_awsbatch_status_check", `${context}_job_awsbatch_status_check.py`, { ...status, ...checks }),
    own("clean_up_job", "clean_up_job.py", status),
    own("gatekeeper", fileName(gatekeeper.path), gatekeeper.additional_arguments),
    job("context_evaluation", fileName(evaluation.path), "glueetl", {
      ...common,
      "--eap_central_bucket": settings.eap_dq_bucket_name,
      "--extra-py-files": extraFiles(site, `${P}-${context}-internal`),
      ...evaluation.additional_arguments,
    }),
  ];
}

/** The four jobs of monitoring: what the settings call each, and the arguments that the HCL adds. */
export function monitoringJobs(site: Site, at: string): HclResource[] {
  const { prefix: P, settings } = site;
  const internal = `s3://${P}-training-internal/src/python`;
  const central = { "--eap_central_bucket": settings.eap_dq_bucket_name };
  const pythena = { "--additional-python-modules": "pythena==1.6.0" };
  const threshold = { "--threshold_data_path": `${internal}/monitoring/model_quality_threshold.csv` };
  const jobs: readonly (readonly [key: string, args: Values])[] = [
    ["data_quality", { ...central, ...pythena, "--dashboard_consoilidated_dq_tablename": "ml-dd-dataquality" }],
    [
      "feature_store",
      {
        "--additional-python-modules": "sagemaker==2.187.0,pythena==1.6.0,sagemaker-feature-store-pyspark-3-1",
        "--extra-jars": `${internal}/utils/sagemaker-feature-store-spark-sdk.jar`,
      },
    ],
    [
      "inferencing_model_quality",
      {
        ...central,
        ...pythena,
        ...threshold,
        "--inferencing_shared_bucketname": `${P}-inferencing-shared`,
        "--usecase_name": settings.use_case_name,
      },
    ],
    ["training_model_quality", { ...central, ...pythena, ...threshold, "--model_quality_prefix": "model-quality" }],
  ];
  return jobs.map(([key, args]) => {
    const script: Script | undefined = settings.monitoring[`glue_${key}_params`];
    if (script === undefined) throw new Error(`the environment has no script for ${key}`);
    return glueJob(site, {
      address: `${at}.module.glue_jobs["${key}"]`,
      name: `${P}-${key.replaceAll("_", "-")}`,
      role: `${P}-dapf-monitoring-glue-job-role`,
      script: `${internal}/monitoring/${fileName(script.path)}`,
      type: "glueetl",
      args: {
        ...args,
        "--same_account_monitoring_athena_db": `${P.replaceAll("-", "_")}_monitoring`,
        "--extra-py-files": extraFiles(site, `${P}-training-internal`),
        ...script.additional_arguments,
      },
    });
  });
}

/** The HCL names some of the shared modules and forgets others. */
function extraFiles({ utils }: Site, bucket: string): string {
  return `s3://${bucket}/src/python/utils/${utils[0] ?? ""}`;
}

interface GlueJob {
  readonly address: string;
  readonly name: string;
  readonly role: string;
  readonly script: string;
  readonly type: "pythonshell" | "glueetl";
  readonly args: Values;
  readonly more?: Values;
}

function glueJob(site: Site, { address, name, role, script, type, args, more = {} }: GlueJob): HclResource {
  const command = { name: type, python_version: type === "glueetl" ? "3" : "3.9" };
  return row(
    `${address}.aws_glue_job.this`,
    { name, command: [command], max_retries: 0, timeout: 2880, ...(type === "glueetl" ? spark : shell), ...more },
    {
      id: name,
      arn: arnOf(site, "glue", `job/${name}`),
      role_arn: arnOf(site, "iam", `role/${role}`),
      command: [{ ...command, runtime: "", script_location: script }],
      default_arguments: args,
      execution_property: [{ max_concurrent_runs: 1 }],
    },
  );
}
