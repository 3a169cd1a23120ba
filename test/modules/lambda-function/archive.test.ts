import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { archiveOf } from "../../../modules/lambda-function/archive";
import { temporaryFolder } from "../../support/temporary-folder";

const archiveModule = path.resolve(__dirname, "../../../modules/lambda-function/archive.ts");

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

const code = { "handler.py": "import shared.text\n".repeat(50), "shared/text.py": "GREETING = 'grüß dich'\n" };

test("an archive has the files of the folder, with their content", () => {
  const unpacked = unzipSync(archiveOf(folderWith(code)));

  expect(Object.fromEntries(Object.entries(unpacked).map(([name, data]) => [name, strFromU8(data)]))).toEqual(code);
});

test("the same files give the same bytes, whenever and in whatever order they were written", () => {
  const one = folderWith(code);
  const other = folderWith(Object.fromEntries(Object.entries(code).reverse()));
  fs.utimesSync(path.join(other, "handler.py"), 0, 1_000_000_000);
  fs.chmodSync(path.join(other, "handler.py"), 0o755);

  expect(Buffer.from(archiveOf(other))).toEqual(Buffer.from(archiveOf(one)));
});

test("the same files give the same bytes in every time zone", () => {
  const folder = folderWith(code);
  const inZone = (zone: string) => {
    const script = `const { archiveOf } = require(${JSON.stringify(archiveModule)});
      process.stdout.write(Buffer.from(archiveOf(${JSON.stringify(folder)})).toString("base64"));`;
    return execFileSync(process.execPath, ["--require", "./bin/typescript.js", "-e", script], {
      encoding: "utf8",
      env: { ...process.env, TZ: zone },
    });
  };

  expect(inZone("America/Los_Angeles")).toBe(inZone("Asia/Kolkata"));
});

test("another content gives other bytes", () => {
  const changed = { ...code, "handler.py": "pass\n" };

  expect(Buffer.from(archiveOf(folderWith(changed)))).not.toEqual(Buffer.from(archiveOf(folderWith(code))));
});

test("what Python caches is not packed, so that running the tests changes no deployment", () => {
  const ran = folderWith({ ...code, "__pycache__/handler.cpython-311.pyc": "cache" });

  expect(Buffer.from(archiveOf(ran))).toEqual(Buffer.from(archiveOf(folderWith(code))));
});

test("everybody may read the files, because Lambda runs the code as a user of its own", () => {
  const archive = Buffer.from(archiveOf(folderWith({ "handler.py": "pass\n" })));

  // The central directory's entry: made by Unix (3) at offset 5, the mode in the upper half of the word at offset 38.
  const entry = archive.indexOf("PK\u0001\u0002");
  expect(archive[entry + 5]).toBe(3);
  expect((archive.readUInt32LE(entry + 38) >>> 16).toString(8)).toBe("100644");
});

test("a folder without files is an error that names it", () => {
  const folder = path.join(temporaryFolder(), "no-such-function");

  expect(() => archiveOf(folder)).toThrow(`${folder} has no file to pack`);
});
