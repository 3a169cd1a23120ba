import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type EmulatorRecord,
  ensureFolder,
  readRecord,
  removeRecord,
  removeTerraformState,
  type RunFiles,
  runFiles,
  startNewLog,
  writeRecord,
} from "../../emulator/run-files";
import { temporaryFolder } from "../support/temporary-folder";

const record: EmulatorRecord = {
  id: "id-1",
  token: "secret",
  endpoint: "http://127.0.0.1:4566",
  port: 4566,
  pid: 12,
  processStart: "345",
  motoPid: 13,
  startedAt: "2026-01-01T00:00:00.000Z",
  runCommands: false,
  iam: "enforce",
};

let root: string;
let files: RunFiles;

beforeEach(() => {
  root = temporaryFolder();
  files = runFiles(root);
  ensureFolder(files);
});

describe("the record of a running emulator", () => {
  it("is read back, and only its owner may read it", () => {
    writeRecord(files, record);
    expect(readRecord(files)).toEqual(record);
    expect(statSync(files.record).mode & 0o077).toBe(0);
    expect(readdirSync(files.folder)).toEqual(["emulator.json"]);
  });

  it("is absent before the first start, and when the file is damaged", () => {
    expect(readRecord(files)).toBeUndefined();
    writeFileSync(files.record, '{"id": "id-1", "tok');
    expect(readRecord(files)).toBeUndefined();
  });

  it("is removed by its own emulator only", () => {
    writeRecord(files, record);
    removeRecord(files, "id-2");
    expect(readRecord(files)).toEqual(record);
    removeRecord(files, "id-1");
    expect(readRecord(files)).toBeUndefined();
  });
});

describe("a fresh start", () => {
  it("removes the Terraform state of the emulator before, with its backups and locks, and nothing else", () => {
    const state = ["terraform.dev.tfstate", "terraform.dev.tfstate.backup", ".terraform.dev.tfstate.lock.info"];
    for (const name of [...state, "terraformrc", "emulator.log"]) writeFileSync(join(files.folder, name), "");
    mkdirSync(join(files.folder, "plugins"));
    removeTerraformState(files);
    expect(readdirSync(files.folder).sort()).toEqual(["emulator.log", "plugins", "terraformrc"]);
  });

  it("keeps the log of the emulator before under another name", () => {
    writeFileSync(files.log, "old\n");
    startNewLog(files);
    expect([readFileSync(files.log, "utf8"), readFileSync(files.previousLog, "utf8")]).toEqual(["", "old\n"]);
  });
});
