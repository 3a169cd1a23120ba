import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { GeneratedAsset } from "../../modules/generated-asset";
import { TerraformModule } from "../../modules/terraform-module";
import { synthesize, testApp, TestRoot } from "./module-app";

const content = Buffer.from("made by synthesis");

class Holder extends TerraformModule {
  readonly asset: GeneratedAsset;

  constructor(scope: Construct, id: string, text: Uint8Array) {
    super(scope, id);
    this.asset = new GeneratedAsset(this, "code", "code.bin", text);
    new TerraformOutput(this, "path", { value: this.asset.path });
  }
}

test("a generated file is where its path says, seen from the folder that Terraform runs in", () => {
  const app = testApp();
  const root = new TestRoot(app);
  const { asset } = new Holder(root, "holder", content);

  const files = synthesize(app);

  const file = asset.path.replace("${path.root}", path.join(app.outdir, "stacks", "test"));
  expect(fs.readFileSync(file)).toEqual(content);
  expect(files["modules/holder/main.tf.json"]?.output?.path?.value).toBe(asset.path);
});

test("the path changes with the content, so that a changed file is a changed argument", () => {
  const pathOf = (text: string) => new Holder(new TestRoot(testApp()), "holder", Buffer.from(text)).asset.path;

  expect(pathOf("one")).toBe(pathOf("one"));
  expect(pathOf("one")).not.toBe(pathOf("two"));
});

test("files of one name in two modules do not meet", () => {
  const root = new TestRoot(testApp());

  const first = new Holder(root, "first", content);
  const second = new Holder(root, "second", content);

  expect(first.asset.path).not.toBe(second.asset.path);
});

test("the hash is what Terraform's filebase64sha256 gives", () => {
  const { asset } = new Holder(new TestRoot(testApp()), "holder", content);

  expect(asset.sha256).toBe(crypto.createHash("sha256").update(content).digest("base64"));
});

test("a file of an earlier synthesis does not stay behind", () => {
  const app = testApp();
  const folder = path.join(app.outdir, "stacks", "test", "assets");
  fs.mkdirSync(path.join(folder, "holder_code"), { recursive: true });
  fs.writeFileSync(path.join(folder, "holder_code", "old.bin"), "old");
  new Holder(new TestRoot(app), "holder", content);

  synthesize(app);

  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.endsWith(".bin")).map((file) => path.basename(file))).toEqual(["code.bin"]);
});
