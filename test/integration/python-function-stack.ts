import * as path from "node:path";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { loadEnvironment } from "../../config/loader";
import { PythonFunction } from "../../modules/lambda-function";
import { awsProvider } from "../../modules/platform/provider";
import { stateBackend } from "../../modules/platform/state-backend";
import { ModularApp } from "../../modules/framework/app";
import { RootModule } from "../../modules/framework/root-module";

/** A platform that has a Lambda function, a rule that invokes it, and what the two need. */
class FunctionPlatform extends RootModule {
  constructor(scope: Construct, id: string, environment: Environment, workingDirectory: string, source: string) {
    super(scope, id);
    awsProvider(this, environment, true);
    stateBackend(this, { environment, embedded: true, workingDirectory });
    const watch = new PythonFunction(this, "watch", {
      name: `${environment.prefix}-watch`,
      description: "Watches",
      source,
      variables: { job: "one" },
      statements: [],
      key: new KmsKey(this, "key"),
      failures: new SnsTopic(this, "failures"),
    });
    const rule = new CloudwatchEventRule(this, "daily", {
      name: "daily",
      eventPattern: JSON.stringify({ source: ["churn.daily"] }),
    });
    watch.allowRule("daily", rule);
    new CloudwatchEventTarget(this, "target", { rule: rule.name, arn: watch.function.arn });
  }
}

/**
 * Synthesizes the function of an environment.
 * @param source the folder of its code below `glue/lambda`
 * @returns the folder that Terraform runs in
 */
export function synthesizeFunctionPlatform(root: string, name: string, source: string): string {
  const app = new ModularApp({ outdir: path.join(root, "cdktf.out") });
  const folder = path.join(root, "cdktf.out", "stacks", name);
  new FunctionPlatform(app, name, loadEnvironment(root, name), folder, source);
  app.synth();
  return folder;
}
