import * as fs from "node:fs";
import * as path from "node:path";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { archiveOf } from "../../../modules/lambda-function/archive";
import { PythonFunction } from "../../../modules/lambda-function";
import { resource, statementsOf } from "../batch-construct/support";
import { synthesize, testApp, TestRoot } from "../module-app";

const glue = path.resolve(__dirname, "../../../glue/lambda");
const app = testApp();
const root = new TestRoot(app);
const own = new PythonFunction(root, "watch", {
  name: "churn-dev-euwest1-watch",
  description: "Watches",
  source: "glue_trigger",
  variables: { job: "one" },
  statements: [{ Sid: "Start", Effect: "Allow", Action: ["glue:StartJobRun"], Resource: ["arn:job"] }],
  key: new KmsKey(root, "key"),
  failures: new SnsTopic(root, "topic"),
});
own.allowRule("daily", new CloudwatchEventRule(root, "daily", { scheduleExpression: "rate(1 day)" }));
const stack = synthesize(app)["cdk.tf.json"] ?? {};
const lambda = resource(stack, "aws_lambda_function", "watch_function");

test("the code is the folder's archive, and its hash tells Terraform when it changed", () => {
  const file = String(lambda.filename).replace("${path.root}", path.join(app.outdir, "stacks", "test"));

  expect(fs.readFileSync(file)).toEqual(Buffer.from(archiveOf(path.join(glue, "glue_trigger"))));
  expect(lambda.source_code_hash).toMatch(/^[\w+/]{43}=$/);
});

test("the entry point is there", () => {
  const [file, name] = String(lambda.handler).split(".");

  for (const folder of fs.readdirSync(glue, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const code = fs.readFileSync(path.join(glue, folder.name, `${file ?? ""}.py`), "utf8");
    expect(code).toContain(`def ${name ?? ""}(`);
  }
});

test("the log is encrypted with the environment's key and there before the function, which would make one without", () => {
  expect(resource(stack, "aws_cloudwatch_log_group", "watch_log_group")).toMatchObject({
    name: "/aws/lambda/churn-dev-euwest1-watch",
    kms_key_id: "${aws_kms_key.key.arn}",
  });
  expect(lambda.depends_on).toContain("aws_cloudwatch_log_group.watch_log_group");
});

test("the role writes its own log and nothing else through the logs policy", () => {
  const { policy } = resource(stack, "aws_iam_policy", "watch_logs");

  expect(statementsOf(policy).map(({ Action, Resource }) => ({ Action, Resource }))).toEqual([
    {
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: ["<aws_cloudwatch_log_group.watch_log_group.arn>:*"],
    },
  ]);
});

test("the role may do what it is given, and report failures", () => {
  const { policy } = resource(stack, "aws_iam_role_policy", "watch_permissions");

  expect(statementsOf(policy).map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ["Start", ["arn:job"]],
    ["Notifications", ["<aws_sns_topic.topic.arn>"]],
  ]);
});

test("a rule may invoke the function", () => {
  const permission = resource(stack, "aws_lambda_permission", "watch_invoke_daily");

  expect(permission).toMatchObject({
    statement_id: "daily",
    action: "lambda:InvokeFunction",
    function_name: "${aws_lambda_function.watch_function.function_name}",
    principal: "events.amazonaws.com",
    source_arn: "${aws_cloudwatch_event_rule.daily.arn}",
  });
  expect(permission.qualifier).toBeUndefined();
});

test("the permission for a version stays with it when the code changes", () => {
  const permission = resource(stack, "aws_lambda_permission", "watch_invoke_version_daily");

  expect(permission.qualifier).toBe("${aws_lambda_function.watch_function.version}");
  expect(permission.lifecycle).toEqual({ ignore_changes: ["qualifier"] });
});

test("each resource states the address it had in the HCL's module", () => {
  const former = (stack.moved ?? []).map(({ from }) => from);

  expect(former).toEqual(
    [
      "aws_cloudwatch_log_group.lambda[0]",
      "aws_iam_policy.logs[0]",
      "aws_iam_role.lambda[0]",
      "aws_iam_role_policy_attachment.logs[0]",
      "aws_lambda_function.this[0]",
      'aws_lambda_permission.current_version_triggers["daily"]',
      'aws_lambda_permission.unqualified_alias_triggers["daily"]',
    ].map((address) => `module.lambda.${address}`),
  );
});
