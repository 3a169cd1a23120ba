import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { Construct } from "constructs";
import { declareTrainingQueues, ModularApp, RootModule, TerraformModule, TrainingQueues } from "dapf";

/** The same in real Terraform modules, by addresses that can be read; what one uses of the other becomes its variable. */
class Vision extends RootModule {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const region = "eu-west-1";
    new AwsProvider(this, "aws", { region, s3UsePathStyle: true });
    const models = new S3Bucket(new TerraformModule(this, "storage"), "models", { bucket: "vision-models" });
    new TrainingQueues(new TerraformModule(this, "queues"), "Default", {
      declarations: declareTrainingQueues("queues.yaml", { region, account: "444455556666", tags: { team: "vision" } }),
      prefix: "vision",
      buckets: [models],
    });
  }
}

const app = new ModularApp();
new Vision(app, "modular");
app.synth();
