import * as fs from "node:fs";
import * as path from "node:path";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { assetPath } from "../../../modules/framework/assets";
import { movedFrom } from "../../../modules/framework/moved";
import { ModuleCycleError } from "../../../modules/framework/module-graph";
import { AddressCollisionError } from "../../../modules/framework/readable-stack";
import { TerraformModule } from "../../../modules/framework/terraform-module";
import { temporaryFolder } from "../../support/temporary-folder";
import { synthesize, testApp, TestRoot } from "../module-app";

describe("a Terraform module", () => {
  test("is a folder of its own that its parent calls by name", () => {
    const app = testApp();
    const outer = new TerraformModule(new TestRoot(app), "outer");
    const inner = new TerraformModule(outer, "inner");
    new SnsTopic(inner, "topic", { name: "t" });

    const files = synthesize(app);

    expect(Object.keys(files)).toEqual([
      "cdk.tf.json",
      "modules/outer/main.tf.json",
      "modules/outer/modules/inner/main.tf.json",
    ]);
    expect(files["cdk.tf.json"]?.module?.outer).toMatchObject({ source: "./modules/outer" });
    expect(files["modules/outer/main.tf.json"]?.module?.inner).toMatchObject({ source: "./modules/inner" });
    expect(files["modules/outer/modules/inner/main.tf.json"]?.resource?.aws_sns_topic).toHaveProperty("topic");
  });

  test("has neither backend nor provider configuration", () => {
    const app = testApp();
    new SnsTopic(new TerraformModule(new TestRoot(app), "a"), "topic", { name: "t" });

    const module = synthesize(app)["modules/a/main.tf.json"];

    expect(module?.provider).toBeUndefined();
    expect(module?.terraform).toEqual({ required_providers: { aws: { source: "aws" } } });
  });

  test("leaves one stack in the manifest", () => {
    const app = testApp();
    new TerraformModule(new TestRoot(app), "a");
    synthesize(app);

    const manifest: unknown = JSON.parse(fs.readFileSync(path.join(app.outdir, "manifest.json"), "utf8"));

    expect(Object.keys((manifest as { stacks: object }).stacks)).toEqual(["test"]);
  });

  test("takes construct ids below it, joined with _, as addresses, without a hash", () => {
    const app = testApp();
    const module = new TerraformModule(new TestRoot(app), "a");
    new SnsTopic(new Construct(module, "group"), "the-topic", { name: "t" });

    expect(Object.keys(synthesize(app)["modules/a/main.tf.json"]?.resource?.aws_sns_topic ?? {})).toEqual([
      "group_the-topic",
    ]);
  });

  test("refuses to live outside a root module", () => {
    expect(() => new TerraformModule(testApp(), "a")).toThrow();
  });

  test("disappears from the folder when it is gone from the code", () => {
    const app = testApp();
    new TerraformModule(new TestRoot(app), "a");
    synthesize(app);

    const later = testApp();
    Object.assign(later, { outdir: app.outdir, manifest: app.manifest });
    new TerraformModule(new TestRoot(later), "b");

    expect(Object.keys(synthesize(later))).toEqual(["cdk.tf.json", "modules/b/main.tf.json"]);
  });
});

describe("a reference between modules", () => {
  test("goes up through outputs and down through variables", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const source = new TerraformModule(new TerraformModule(root, "a"), "deep");
    const target = new TerraformModule(new TerraformModule(root, "b"), "low");
    const topic = new SnsTopic(source, "topic", { name: "t" });
    new SsmParameter(target, "p", { name: "/p", type: "String", value: topic.arn });

    const files = synthesize(app);

    expect(files["modules/a/modules/deep/main.tf.json"]?.output).toEqual({
      aws_sns_topic_topic_arn: { value: "${aws_sns_topic.topic.arn}" },
    });
    expect(files["modules/a/main.tf.json"]?.output).toEqual({
      deep_aws_sns_topic_topic_arn: { value: "${module.deep.aws_sns_topic_topic_arn}" },
    });
    expect(files["cdk.tf.json"]?.module?.b).toMatchObject({
      a_deep_aws_sns_topic_topic_arn: "${module.a.deep_aws_sns_topic_topic_arn}",
    });
    expect(files["modules/b/main.tf.json"]?.module?.low).toMatchObject({
      a_deep_aws_sns_topic_topic_arn: "${var.a_deep_aws_sns_topic_topic_arn}",
    });
    expect(files["modules/b/modules/low/main.tf.json"]?.resource?.aws_ssm_parameter?.p).toMatchObject({
      value: "${var.a_deep_aws_sns_topic_topic_arn}",
    });
  });

  test("needs only an output on the way to the root and only a variable on the way from it", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const module = new TerraformModule(root, "a");
    const topic = new SnsTopic(root, "topic", { name: "t" });
    const inner = new SnsTopic(module, "inner", { name: topic.name });
    new SsmParameter(root, "p", { name: "/p", type: "String", value: inner.arn });

    const files = synthesize(app);

    expect(files["cdk.tf.json"]?.module?.a).toMatchObject({ aws_sns_topic_topic_name: "${aws_sns_topic.topic.name}" });
    expect(files["cdk.tf.json"]?.resource?.aws_ssm_parameter?.p).toMatchObject({
      value: "${module.a.aws_sns_topic_inner_arn}",
    });
  });

  test("has the variable's type where the attribute's type is known", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const module = new TerraformModule(root, "a");
    const queue = new SqsQueue(root, "q", { name: "q", fifoQueue: true });
    const vpc = new Vpc(root, "v", { cidrBlock: "10.0.0.0/16" });
    new TerraformOutput(module, "o", {
      value: [queue.arn, queue.delaySeconds, queue.fifoQueue, vpc.tags, queue.fqn],
    });

    expect(synthesize(app)["modules/a/main.tf.json"]?.variable).toEqual({
      aws_sqs_queue_q_arn: { type: "string" },
      aws_sqs_queue_q_delay_seconds: { type: "number" },
      aws_sqs_queue_q_fifo_queue: { type: "bool" },
      aws_vpc_v_tags: { type: "map(string)" },
      aws_sqs_queue_q: {},
    });
  });

  test("stays sensitive when it comes from a sensitive variable", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const secret = new TerraformVariable(root, "secret", { type: "string", sensitive: true });
    const module = new TerraformModule(root, "a");
    new SsmParameter(module, "p", { name: "/p", type: "SecureString", value: secret.stringValue });

    expect(synthesize(app)["modules/a/main.tf.json"]?.variable).toEqual({
      secret: { type: "string", sensitive: true },
    });
  });

  test("keeps two names apart that read alike without dots", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const a = new SnsTopic(new TerraformModule(root, "a"), "b_c", { name: "1" });
    const b = new SnsTopic(new TerraformModule(root, "a_aws_sns_topic_b"), "x", { name: "2" });
    const user = new TerraformModule(root, "user");
    new TerraformVariable(user, "a_aws_sns_topic_b_c_arn", { type: "number" });
    new SsmParameter(user, "p", { name: "/p", type: "StringList", value: `${a.arn},${b.arn}` });

    const variables = synthesize(app)["modules/user/main.tf.json"]?.variable;

    expect(Object.keys(variables ?? {})).toEqual([
      "a_aws_sns_topic_b_c_arn",
      "a_aws_sns_topic_b_c_arn_2",
      "a_aws_sns_topic_b_aws_sns_topic_x_arn",
    ]);
  });

  test("in a ring of modules is an error that names them and what they use", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const a = new TerraformModule(root, "a");
    const b = new TerraformModule(root, "b");
    const first = new SnsTopic(a, "first", { name: "1" });
    const second = new SnsTopic(b, "second", { name: "2", displayName: first.arn });
    new SnsTopic(a, "third", { name: "3", displayName: second.arn });

    expect(errorOf(() => synthesize(app))).toEqual(
      new ModuleCycleError(
        ["module.b", "module.a", "module.b"],
        ["aws_sns_topic.first.arn", "aws_sns_topic.second.arn"],
      ),
    );
  });
});

describe("dependsOn across modules", () => {
  test("becomes depends_on of the module call when the other is outside", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const topic = new SnsTopic(root, "topic", { name: "t" });
    const inner = new TerraformModule(new TerraformModule(root, "a"), "inner");
    const queue = new SqsQueue(inner, "q", { dependsOn: [topic] });

    const files = synthesize(app);

    expect(files["cdk.tf.json"]?.module?.a).toMatchObject({ depends_on: ["aws_sns_topic.topic"] });
    expect(files["modules/a/modules/inner/main.tf.json"]?.resource?.aws_sqs_queue?.q).not.toHaveProperty("depends_on");
    expect(queue.dependsOn).toBeUndefined();
  });

  test("names the module when the other is inside one", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const topic = new SnsTopic(new TerraformModule(root, "a"), "topic", { name: "t" });
    new SqsQueue(root, "q", { dependsOn: [topic] });
    new SqsQueue(new TerraformModule(root, "b"), "q", { dependsOn: [topic] });

    const files = synthesize(app);

    expect(files["cdk.tf.json"]?.resource?.aws_sqs_queue?.q).toMatchObject({ depends_on: ["module.a"] });
    expect(files["cdk.tf.json"]?.module?.b).toMatchObject({ depends_on: ["module.a"] });
  });

  test("stays with the resource when both are in the same module", () => {
    const app = testApp();
    const module = new TerraformModule(new TestRoot(app), "a");
    const topic = new SnsTopic(module, "topic", { name: "t" });
    new SqsQueue(module, "q", { dependsOn: [topic] });

    expect(synthesize(app)["modules/a/main.tf.json"]?.resource?.aws_sqs_queue?.q).toMatchObject({
      depends_on: ["aws_sns_topic.topic"],
    });
  });

  test("in a ring of modules is an error", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const a = new TerraformModule(root, "a");
    const b = new TerraformModule(root, "b");
    const first = new SnsTopic(a, "first", { name: "1" });
    const second = new SnsTopic(b, "second", { name: "2", dependsOn: [first] });
    new SnsTopic(a, "third", { name: "3", dependsOn: [second] });

    expect(() => synthesize(app)).toThrow(ModuleCycleError);
  });
});

describe("addresses", () => {
  test("claimed twice are an error that names both constructs", () => {
    const app = testApp();
    const module = new TerraformModule(new TestRoot(app), "a");
    new SnsTopic(new Construct(module, "x"), "y", { name: "1" });
    new SnsTopic(module, "x_y", { name: "2" });

    expect(errorOf(() => synthesize(app))).toEqual(
      new AddressCollisionError("aws_sns_topic.x_y", ["test/a/x/y", "test/a/x_y"]),
    );
  });

  test("may be the same for different types of resource", () => {
    const app = testApp();
    const module = new TerraformModule(new TestRoot(app), "a");
    new SnsTopic(new Construct(module, "x"), "y", { name: "1" });
    new SqsQueue(module, "x_y", { name: "2" });

    expect(() => synthesize(app)).not.toThrow();
  });
});

describe("the root", () => {
  test("shows the outputs that modules declare", () => {
    const app = testApp();
    const inner = new TerraformModule(new TerraformModule(new TestRoot(app), "a"), "inner");
    new TerraformOutput(inner, "answer", { value: "42", description: "why", sensitive: true });

    expect(synthesize(app)["cdk.tf.json"]?.output).toEqual({
      answer: { value: "${module.a.answer}", description: "why", sensitive: true },
    });
  });

  test("holds a moved block for every former address of every module", () => {
    const app = testApp();
    const module = new TerraformModule(new TestRoot(app), "a");
    const topic = movedFrom(new SnsTopic(module, "topic", { name: "t" }), 'module.old["k"].aws_sns_topic.this[0]');
    movedFrom(topic, "aws_sns_topic.first");
    movedFrom(topic, "module.a.aws_sns_topic.topic");

    expect(synthesize(app)["cdk.tf.json"]?.moved).toEqual([
      { from: "aws_sns_topic.first", to: "module.a.aws_sns_topic.topic" },
      { from: 'module.old["k"].aws_sns_topic.this[0]', to: "module.a.aws_sns_topic.topic" },
    ]);
  });

  test("keeps one copy of a file that several modules use, where Terraform runs", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const file = path.join(temporaryFolder(), "script.py");
    fs.writeFileSync(file, "print(1)\n");

    const paths = ["a", "b"].map((id) => assetPath(new TerraformModule(root, id), file));
    synthesize(app);

    expect(paths[0]).toBe(paths[1]);
    expect(paths[0]).toMatch(/^\$\{path\.root\}\/assets\/[0-9a-f]{32}-script\.py$/);
    const copied = path.join(app.outdir, "stacks", "test", (paths[0] ?? "").replace("${path.root}/", ""));
    expect(fs.readFileSync(copied, "utf8")).toBe("print(1)\n");
  });
});

test("synthesizing the same code twice gives the same bytes", () => {
  const bytes = [1, 2].map(() => {
    const app = testApp();
    const root = new TestRoot(app);
    const topic = new SnsTopic(new TerraformModule(root, "a"), "topic", { name: "t" });
    const user = new TerraformModule(root, "b");
    new SqsQueue(user, "q", { name: topic.name, dependsOn: [topic] });
    return JSON.stringify(synthesize(app));
  });

  expect(bytes[0]).toBe(bytes[1]);
});

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
