import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { AssetFolder } from "../../../modules/framework/asset-folder";
import { generatedAsset } from "../../../modules/framework/assets";
import { TerraformModule } from "../../../modules/framework/terraform-module";
import { temporaryFolder } from "../../support/temporary-folder";
import { synthesize, testApp, TestRoot } from "../module-app";

const content = Buffer.from("made by synthesis");

test("a generated file is where its path says, seen from the folder that Terraform runs in", () => {
  const app = testApp();
  const root = new TestRoot(app);
  const asset = generatedAsset(new TerraformModule(root, "a"), "code.bin", content);

  synthesize(app);

  const file = asset.path.replace("${path.root}", path.join(app.outdir, "stacks", "test"));
  expect(fs.readFileSync(file)).toEqual(content);
});

test("the path changes with the content, so that a changed file is a changed argument", () => {
  const pathOf = (text: string) => new AssetFolder().add("code.bin", Buffer.from(text)).path;

  expect(pathOf("one")).toBe(pathOf("one"));
  expect(pathOf("one")).not.toBe(pathOf("two"));
});

test("files of one content and two names do not meet", () => {
  const folder = new AssetFolder();

  expect(folder.add("a.bin", content).path).not.toBe(folder.add("b.bin", content).path);
});

test("the hashes are what Terraform's filemd5 and filebase64sha256 give", () => {
  const { md5, sha256 } = new AssetFolder().add("code.bin", content);

  expect(md5).toBe(crypto.createHash("md5").update(content).digest("hex"));
  expect(sha256).toBe(crypto.createHash("sha256").update(content).digest("base64"));
});

test("a file of an earlier synthesis does not stay behind, one that is still meant does", () => {
  const folder = temporaryFolder();
  const earlier = new AssetFolder();
  earlier.add("kept.bin", content);
  earlier.add("old.bin", Buffer.from("old"));
  earlier.write(folder);
  fs.mkdirSync(path.join(folder, "assets", "odd"));

  const now = new AssetFolder();
  now.add("kept.bin", content);
  now.add("new.bin", Buffer.from("new"));
  now.write(folder);

  const names = fs.readdirSync(path.join(folder, "assets")).map((name) => name.split("-")[1]);
  expect(names.sort()).toEqual(["kept.bin", "new.bin"]);
});

test("a file of two roots is in both, and stays in one when it goes from the other", () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  for (const folder of [one, other]) {
    const files = new AssetFolder();
    files.add("code.bin", content);
    files.write(folder);
  }
  const read = (folder: string) => {
    const assets = path.join(folder, "assets");
    return fs.readdirSync(assets).map((name) => fs.readFileSync(path.join(assets, name)));
  };
  expect([read(one), read(other)]).toEqual([[content], [content]]);

  new AssetFolder().write(one);
  expect([read(one), read(other)]).toEqual([[], [content]]);
});

test("a file is written where the one that was written before is gone", () => {
  const files = new AssetFolder();
  files.add("code.bin", Buffer.from("gone and here"));
  const gone = temporaryFolder();
  files.write(gone);
  fs.rmSync(gone, { recursive: true });

  const folder = temporaryFolder();
  files.write(folder);
  expect(fs.readdirSync(path.join(folder, "assets"))).toHaveLength(1);
});
