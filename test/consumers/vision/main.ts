import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { declareTrainingQueues, TrainingQueues } from "dapf";

/** A stack of a team that has no platform of dapf's: its images and data, and a queue that two groups share. */
class Vision extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const region = "eu-west-1";
    new AwsProvider(this, "aws", { region, s3UsePathStyle: true });
    const images = new S3Bucket(this, "images", { bucket: "vision-images" });
    const models = new S3Bucket(this, "models", { bucket: "vision-models" });
    const trainer = new EcrRepository(this, "trainer", { name: "vision-trainer" });
    new TrainingQueues(this, "queues", {
      declarations: declareTrainingQueues("queues.yaml", { region, account: "444455556666", tags: { team: "vision" } }),
      prefix: "vision",
      buckets: [models],
      inputBuckets: [images],
      repositories: [trainer],
    });
  }
}

const app = new App();
new Vision(app, "vision");
app.synth();
