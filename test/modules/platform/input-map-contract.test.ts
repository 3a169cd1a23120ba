import { PlatformStack } from "../../../modules/platform";
import { describeReferenceData } from "../../support/reference-data";
import { resolve } from "../analytics-etl/resolve";
import { synthesize, testApp } from "../module-app";

describeReferenceData("the contract of the step functions' input maps", (data) => {
  const environment = data.contractEnvironment();
  const app = testApp();
  new PlatformStack(app, environment.name, { environment, embedded: true });
  const files = synthesize(app, environment.name);

  // What only AWS says: the ARNs that the maps quote.
  for (const { resource = {} } of Object.values(files)) {
    for (const [type, kind] of [
      ["aws_sns_topic", "sns"],
      ["aws_sfn_state_machine", "states"],
    ] as const) {
      for (const element of Object.values(resource[type] ?? {})) {
        const path = kind === "states" ? `stateMachine:${String(element.name)}` : String(element.name);
        element.arn = `arn:aws:${kind}:${data.region}:${data.account}:${path}`;
      }
    }
  }

  it("is what Terraform's output says, key by key and value by value", () => {
    const output = files["cdk.tf.json"]?.output?.step_function_inputs?.value;

    expect(resolve(files, "", output, {})).toEqual(data.contract());
  });
});
