import { Construct } from "constructs";
import * as path from "node:path";
import { loadEnvironment } from "../../../config/loader";
import { awsProvider } from "../../../modules/platform/provider";
import { annotations } from "../batch-construct/annotations";
import { testApp, TestRoot } from "../module-app";

const environment = loadEnvironment(path.resolve(__dirname, "../../.."), "dev");

/** What is said of an environment in a Region. */
function warnings(region: string): string[] {
  const root = new Construct(new TestRoot(testApp(), "root"), "scope");
  awsProvider(root, { ...environment, settings: { ...environment.settings, region } }, true);
  return annotations(root).map(({ level, message }) => `${level}: ${message}`);
}

test.each(["ap-south-1", "us-gov-west-1", "cn-north-1"])("in %s nothing is to be said of the provider", (region) => {
  expect(warnings(region)).toEqual([]);
});

test("in a Region whose ARNs the provider refuses a warning says so before anything is made, and what can be deployed", () => {
  expect(warnings("eusc-de-east-1")).toEqual([
    expect.stringMatching(
      /^warn: The AWS provider 5\.100\.0 refuses ARNs of eusc-de-east-1 .* --target module\.training_queues can/,
    ),
  ]);
});
