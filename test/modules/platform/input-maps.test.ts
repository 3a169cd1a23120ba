import * as path from "node:path";
import { loadEnvironment } from "../../../config/loader";
import { PlatformStack } from "../../../modules/platform";
import type * as Inputs from "../../../modules/platform/step-function-inputs";
import { testApp } from "../module-app";

const repository = path.resolve(__dirname, "../../..");
let deleted = "";

// The maps as they are, without the key that a test deletes.
jest.mock("../../../modules/platform/step-function-inputs", () => {
  const real = jest.requireActual<typeof Inputs>("../../../modules/platform/step-function-inputs");
  const without = (map: Inputs.InputMap) => Object.fromEntries(Object.entries(map).filter(([key]) => key !== deleted));
  return {
    ...real,
    trainingInputs: (props: Inputs.StepFunctionInputsProps) => without(real.trainingInputs(props)),
    inferenceInputs: (props: Inputs.StepFunctionInputsProps) => without(real.inferenceInputs(props)),
  };
});

function platform(): PlatformStack {
  const environment = loadEnvironment(repository, "jenkins-pl");
  return new PlatformStack(testApp(), environment.name, { environment, embedded: true });
}

test("a platform whose input maps are whole is built", () => {
  deleted = "";

  expect(platform).not.toThrow();
});

test.each([
  ["model_package_group_name", "training", "Gatekeeper"],
  ["train_statetable_name", "training", "Submit jobs"],
  ["ssm_winning_algo_name", "inferencing", "Gatekeeper"],
  ["sns_topic_arn", "training", "Notify of failed clean-up"],
])("without %s in its map the %s machine is not built: %s needs it", (key, context, state) => {
  deleted = key;

  expect(platform).toThrow(
    `jenkins-pl-apsouth1-modelops-${context}-orchestrator: state "${state}" reads $.${key}, which its input map does not have`,
  );
});
