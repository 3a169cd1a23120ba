/** Monitoring on a deployed platform: switched on, started by the events of an evaluation; to be called inside a `describe`. */
import * as fs from "node:fs";
import * as path from "node:path";
import { dapf, succeeded } from "./dapf";
import { PipelineDriver } from "./pipeline-driver";
import type { EmbeddedAccount } from "./ssm";

const minutes = 60_000;

/** What each of the four jobs does in a team's project: it reads a run's summary, asks Athena, and leaves a result. */
const SCRIPT = `"""Watches the runs of a day."""

import json
import sys

import boto3
from awsglue.utils import getResolvedOptions

sys.path.insert(0, "utils")
from athena_query import Athena

options = getResolvedOptions(sys.argv, ["JOB_NAME", "shared_bucket", "internal_bucket", "dq_table"])
s3 = boto3.client("s3")
found = s3.list_objects_v2(Bucket=options["shared_bucket"], Prefix="training/evaluation_summary/")
summaries = [s3.get_object(Bucket=options["shared_bucket"], Key=each["Key"])["Body"].read() for each in found["Contents"]]
athena = Athena(boto3.client("athena"), "s3://" + options["internal_bucket"] + "/monitoring/queries/")
athena.execute("SELECT count(DISTINCT source_table) AS passed FROM " + options["dq_table"])
result = json.dumps({"summaries": len(summaries)})
print(result)
s3.put_object(Bucket=options["internal_bucket"], Key="monitoring/" + options["JOB_NAME"] + ".json", Body=result)
`;

const FILE = "model/common/monitoring/watch.py";

/** The last part of an event's source, its detail, and the job that it starts. */
const events = [
  ["dataquality", {}, "data-quality"],
  ["feature_store", {}, "feature-store"],
  ["modelquality", { context: "training" }, "training-model-quality"],
  ["modelquality", { context: "inferencing" }, "inferencing-model-quality"],
] as const;

/**
 * @param account - of the deployed platform, whose training has run; known when the tests run
 * @param root - of the clone that it was deployed from
 */
export function monitoringTests(account: () => EmbeddedAccount, prefix: string, root: () => string): void {
  test(
    "monitoring is added to a platform that runs",
    async () => {
      fs.mkdirSync(path.join(root(), path.dirname(FILE)), { recursive: true });
      fs.writeFileSync(path.join(root(), FILE), SCRIPT);
      switchOn(path.join(root(), "environments/jenkins-pl.ts"), prefix);

      const { stdout } = await succeeded(
        dapf(["deploy", "jenkins-pl", "--local", "--auto-approve", "--json"], { cwd: root() }),
      );

      expect(JSON.parse(stdout)).toMatchObject({ counts: { replace: 0, delete: 0 } });
    },
    4 * minutes,
  );

  test(
    "each event of an evaluation starts its job, and the jobs do their work as their role",
    async () => {
      const pipeline = new PipelineDriver(account(), prefix);
      const Entries = events.map(([source, detail]) => ({
        EventBusName: `${prefix}-dapf-cb`,
        Source: `jenkins.${source}`,
        DetailType: "evaluation",
        Detail: JSON.stringify(detail),
      }));
      await pipeline.aws.json("events", "AWSEvents.PutEvents", { Entries });

      for (const [, , job] of events) {
        const JobName = `${prefix}-${job}`;
        const { JobRuns } = await pipeline.until(
          () => pipeline.aws.json<GlueRuns>("glue", "AWSGlue.GetJobRuns", { JobName }),
          ({ JobRuns: [run] }) => run !== undefined && !["STARTING", "RUNNING"].includes(run.JobRunState),
        );
        expect([job, JobRuns[0]]).toEqual([job, expect.objectContaining({ JobRunState: "SUCCEEDED" })]);
        expect(JSON.parse(await pipeline.object("training-internal", `monitoring/${JobName}.json`))).toHaveProperty(
          "summaries",
        );
      }
    },
    4 * minutes,
  );
}

interface GlueRuns {
  readonly JobRuns: readonly { readonly JobRunState: string; readonly ErrorMessage?: string }[];
}

function switchOn(file: string, prefix: string): void {
  const additional_arguments = {
    "--shared_bucket": `${prefix}-training-shared`,
    "--internal_bucket": `${prefix}-training-internal`,
    "--dq_table": `${prefix.replaceAll("-", "_")}_data_quality.dqresults`,
  };
  const jobs = ["data_quality", "feature_store", "inferencing_model_quality", "training_model_quality"];
  const monitoring = Object.fromEntries(
    jobs.map((job) => [`glue_${job}_params`, { path: FILE, additional_arguments }]),
  );
  const settings = `enable_monitoring: true,\n  monitoring: ${JSON.stringify(monitoring)},\n  training_queues:`;
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("training_queues:", settings));
}
