import { GlueJob } from "@cdktf/provider-aws/lib/glue-job";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { fromHcl } from "../framework/hcl-addresses";
import { reportLoose } from "../framework/strict";
import { argumentWord, type BatchContext } from "./context";
import type { Parameters } from "./parameters";
import type { Scripts } from "./scripts";
import type { Tables } from "./tables";

export interface GlueJobsProps {
  readonly environment: Environment;
  readonly context: BatchContext;
  readonly role: IamRole;
  readonly scripts: Scripts;
  readonly scriptBucket: S3Bucket;
  readonly tables: Tables;
  readonly parameters: Parameters;
}

/** The Glue jobs that the state machine of a context starts. */
export class GlueJobs {
  /** Decides whether a run may begin, and fills the input and meta tables. */
  readonly gatekeeper: GlueJob;
  /** Submits a Batch job for every item of the input table. */
  readonly submit: GlueJob;
  /** Looks how the Batch jobs stand, and says when all have ended. */
  readonly statusCheck: GlueJob;
  /** Judges what the Batch jobs made. */
  readonly evaluation: GlueJob;
  /** Leaves the tables and the status ready for the next run. */
  readonly cleanUp: GlueJob;

  constructor(scope: Construct, props: GlueJobsProps) {
    const { environment, context, role, scripts, scriptBucket, tables, parameters } = props;
    const { prefix, settings } = environment;
    const { evaluation_job_params: evaluation, gatekeeper_job_params: gatekeeper } = settings[context];

    const word = argumentWord[context];
    const location = ({ key }: { readonly key: string }) => `s3://${scriptBucket.bucket}/${key}`;
    // Glue copies the files side by side, so that a module in a subfolder would not be found under its name.
    const utils = scripts.utils.filter(({ key }) => /^src\/python\/utils\/[^/]+\.py$/.test(key));
    const modules = [...scripts.library, ...utils].map(location);

    const commonArguments = {
      "--region": settings.region,
      [`--${word}_inputtable_name`]: tables.input.name,
      [`--${word}_metatable_name`]: tables.meta.name,
      [`--${word}_statetable_name`]: tables.state.name,
      "--additional-python-modules": pythonModules.join(","),
      // Not --extra-files: AWS Glue Developer Guide, "Using job parameters in AWS Glue jobs", has it for Spark jobs only.
      ...(modules.length === 0 ? {} : { "--extra-py-files": modules.join(",") }),
    };
    const completeStatus = { [`--ssm_${context}_complete_status`]: parameters.completeStatus.name };
    const everyJob = {
      roleArn: role.arn,
      maxRetries: 0,
      timeout: 2880,
      executionProperty: { maxConcurrentRuns: 1 },
    };
    const shell = (script: { readonly key: string }) => ({
      ...everyJob,
      // No Glue version, which says what a Spark or a Ray job runs with: Python shell jobs have a Python version (AWS Glue Web
      // API Reference, CreateJob, GlueVersion; JobCommand, PythonVersion).
      maxCapacity: 1,
      command: { name: "pythonshell", pythonVersion: "3.9", scriptLocation: location(script) },
    });

    this.gatekeeper = new GlueJob(scope, "gatekeeper", {
      name: `${prefix}-${context}-gatekeeper`,
      ...shell(scripts.gatekeeper),
      defaultArguments: { ...commonArguments, ...gatekeeper.additional_arguments },
    });
    fromHcl(this.gatekeeper, 'module.glue_jobs["context_gatekeeper"].aws_glue_job.this');
    this.submit = new GlueJob(scope, "submit_awsbatch_statetable", {
      name: `${prefix}-${context}-submit-awsbatch-statetable`,
      ...shell(scripts.submit),
      defaultArguments: commonArguments,
    });
    fromHcl(this.submit, 'module.glue_jobs["context_submit_awsbatch_statetable"].aws_glue_job.this');
    this.statusCheck = new GlueJob(scope, "job_awsbatch_status_check", {
      name: `${prefix}-${context}-job-awsbatch-status-check`,
      ...shell(scripts.statusCheck),
      defaultArguments: {
        ...commonArguments,
        ...completeStatus,
        "--athenadb_name": settings.step_function_settings.athena[context].database,
        // A run fails as soon as one of its Batch jobs does.
        "--batch_job_failure_threshold_percent": "0",
      },
    });
    fromHcl(this.statusCheck, 'module.glue_jobs["context_job_awsbatch_status_check"].aws_glue_job.this');
    this.evaluation = new GlueJob(scope, "evaluation", {
      name: `${prefix}-${context}-evaluation`,
      ...everyJob,
      glueVersion: "4.0",
      workerType: evaluation.worker_type ?? "G.1X",
      numberOfWorkers: evaluation.number_of_workers ?? 10,
      command: { name: "glueetl", pythonVersion: "3", scriptLocation: location(scripts.evaluation) },
      defaultArguments: {
        ...commonArguments,
        "--eap_central_bucket": settings.eap_dq_bucket_name,
        ...evaluation.additional_arguments,
      },
    });
    fromHcl(this.evaluation, 'module.glue_jobs["context_evaluation"].aws_glue_job.this');
    this.cleanUp = new GlueJob(scope, "clean_up_job", {
      name: `${prefix}-${context}-clean-up-job`,
      ...shell(scripts.cleanUp),
      defaultArguments: { ...commonArguments, ...completeStatus },
    });
    fromHcl(this.cleanUp, 'module.glue_jobs["context_clean_up_job"].aws_glue_job.this');

    if (gatekeeper.worker_type !== undefined || gatekeeper.number_of_workers !== undefined) {
      const setting = `${context}.gatekeeper_job_params`;
      const ignored = "worker_type and number_of_workers have no effect: the gatekeeper is a Python shell job";
      reportLoose(scope, `${environment.file}: ${setting}: ${ignored}`);
    }
  }

  /** All five, in the order in which a run starts them. */
  get all(): readonly GlueJob[] {
    return [this.gatekeeper, this.submit, this.statusCheck, this.evaluation, this.cleanUp];
  }
}

// What the scripts of existing use cases import; pinned as those were written against them.
const pythonModules = ["pythena", "ndjson==0.3.1", "pynamodb==5.5.0", "scikit-learn==1.3.0", "pandas==1.5.3"];
