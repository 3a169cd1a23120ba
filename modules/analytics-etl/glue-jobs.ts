import { GlueJob } from "@cdktf/provider-aws/lib/glue-job";
import type { Construct } from "constructs";
import type { EtlJob } from "../../config/etl";
import { etlName } from "../../config/names";
import { at, fromHcl } from "../framework/hcl-addresses";
import { TerraformModule } from "../framework/terraform-module";

export interface GlueJobsProps {
  readonly prefix: string;
  /** The jobs by their keys, placeholders filled in. */
  readonly jobs: Readonly<Record<string, EtlJob>>;
  /** The folder of the scripts, `s3://bucket/folder`. */
  readonly scriptLocation: string;
  /** The role of the jobs that name none. */
  readonly defaultRoleArn: () => string;
}

/** The Glue jobs of the analytics ETL. */
export class GlueJobs extends TerraformModule {
  /** The jobs by the keys that the configuration gives them. */
  readonly byKey: ReadonlyMap<string, GlueJob>;

  constructor(scope: Construct, id: string, { prefix, jobs, scriptLocation, defaultRoleArn }: GlueJobsProps) {
    super(scope, id);

    this.byKey = new Map(
      Object.entries(jobs).map(([key, job]) => [
        key,
        fromHcl(
          new GlueJob(this, key, {
            name: etlName(prefix, key),
            description: job.description,
            roleArn: job.role_arn ?? defaultRoleArn(),
            command: {
              name: job.type,
              pythonVersion: job.python_version,
              scriptLocation: `${scriptLocation}/${job.file_name}`,
            },
            glueVersion: job.glue_version,
            workerType: job.worker_type,
            numberOfWorkers: job.number_of_workers,
            maxCapacity: job.max_capacity,
            timeout: job.timeout,
            maxRetries: job.max_retries ?? 0,
            executionClass: job.execution_class,
            executionProperty: { maxConcurrentRuns: job.execution_property.max_concurrent_runs },
            connections: job.connections.length === 0 ? undefined : job.connections,
            securityConfiguration: job.security_configuration,
            defaultArguments: job.default_arguments,
            nonOverridableArguments: unlessEmpty(job.non_overridable_arguments),
            notificationProperty: job.notification_property && {
              notifyDelayAfter: job.notification_property.notify_delay_after,
            },
          }),
          `module.glue_jobs${at(key)}.aws_glue_job.this`,
        ),
      ]),
    );
  }
}

function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
