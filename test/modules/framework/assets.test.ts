import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { assetHash } from "../../../modules/framework/assets";
import { filesUnder } from "../../../modules/framework/files";
import { temporaryFolder } from "../../support/temporary-folder";
import { testApp, TestRoot } from "../module-app";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

test("the hash of an asset is what Terraform's filemd5 gives", () => {
  const file = path.join(folderWith({ "job.py": "print('grüße')\n" }), "job.py");

  const md5 = crypto.createHash("md5").update(fs.readFileSync(file)).digest("hex");

  expect(assetHash(new TestRoot(testApp()), file)).toBe(md5);
});

describe("the files under a folder", () => {
  test("are listed with subfolders, in the order of their bytes", () => {
    expect(filesUnder(folderWith({ "b.py": "", "B.py": "", "a/z.py": "", "a.py": "" }))).toEqual([
      "B.py",
      "a.py",
      "a/z.py",
      "b.py",
    ]);
  });

  test("leave out hidden files and what Python caches, so that running a script changes no deployment", () => {
    const folder = folderWith({
      "a.py": "",
      ".env": "",
      "__pycache__/a.cpython-311.pyc": "",
      "b/.git/x": "",
      "c.pyc": "",
    });

    expect(filesUnder(folder)).toEqual(["a.py"]);
  });

  test("are none when the folder is absent", () => {
    expect(filesUnder(path.join(temporaryFolder(), "no-such-folder"))).toEqual([]);
  });
});
