import * as fs from "node:fs";
import * as path from "node:path";
import { noInterrupts, StateMissingError, stateSource, TerraformFailedError } from "../../../deploy";
import { readState } from "../../../deploy/adoption/state-source";
import { fakeTerraform } from "../fake-terraform";
import { temporaryFolder, write } from "../folders";

const root = temporaryFolder();
const terraform = fakeTerraform(path.join(root, "bin"));
const region = "ap-south-1";

function context(variables: NodeJS.ProcessEnv = {}) {
  return {
    binary: terraform.binary,
    folder: path.join(root, "source"),
    run: { path: path.join(root, "run"), scratch: path.join(root, "run/scratch") },
    variables: { PATH: process.env.PATH, ...variables },
    emit: () => undefined,
    interrupts: noInterrupts,
    onProcess: () => undefined,
  };
}

function initialized(name: string): string {
  const folder = path.join(root, name);
  fs.mkdirSync(path.join(folder, ".terraform"), { recursive: true });
  return folder;
}

describe("a state is found", () => {
  test("in a file", async () => {
    const file = path.join(root, "old.tfstate");
    write(file, "text");
    const source = stateSource(file, region);
    expect(source).toMatchObject({ kind: "file", file });
    await expect(readState(source, context())).resolves.toBe("text");
  });

  test("in a file with a byte order mark, which is no part of it", async () => {
    const file = path.join(root, "marked.tfstate");
    write(file, "\uFEFF{}");
    const source = stateSource(file, region);
    expect(source).toMatchObject({ kind: "file", hasByteOrderMark: true });
    await expect(readState(source, context())).resolves.toBe("{}");
  });

  test.each([
    ["UTF-16", Buffer.from("\uFEFF{}", "utf16le"), /is UTF-16, .*: iconv -f UTF-16 -t UTF-8 \S+ > \S+\.utf8\.$/],
    ["Latin-1", Buffer.from('{"Zürich": 1}', "latin1"), /is not UTF-8: take the file as Terraform has written it\.$/],
  ])("but not in %s, where something would be lost", async (_, bytes, message) => {
    const file = path.join(root, "foreign.tfstate");
    fs.writeFileSync(file, bytes);
    await expect(readState(stateSource(file, region), context())).rejects.toThrow(message);
  });

  test("by the backend of an initialized configuration", async () => {
    terraform.script({ state: { lines: ["pulled"] } });
    const folder = initialized("hcl");
    await expect(readState(stateSource(folder, region), context())).resolves.toBe("pulled\n");
    expect(terraform.calls()).toMatchObject([{ args: ["state", "pull"], cwd: folder }]);
  });

  test("in a bucket, in the region of the environment", async () => {
    terraform.script({ state: { lines: ["pulled"] } });
    await expect(readState(stateSource("s3://states/a/b.tfstate", region), context())).resolves.toBe("pulled\n");
    expect(terraform.calls().map(({ args }) => args[0])).toEqual(["init", "state"]);
    const configuration: unknown = JSON.parse(fs.readFileSync(path.join(root, "source/main.tf.json"), "utf8"));
    expect(configuration).toEqual({ terraform: { backend: { s3: { bucket: "states", key: "a/b.tfstate", region } } } });
  });

  test("in a bucket of another region", () => {
    expect(stateSource("s3://states/b.tfstate?region=eu-west-1", region)).toMatchObject({
      bucket: "states",
      key: "b.tfstate",
      region: "eu-west-1",
    });
  });

  test("in a bucket of the embedded AWS, which has one host name for all", async () => {
    terraform.script({ state: { lines: ["pulled"] } });
    await readState(stateSource("s3://states/b", region), context({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }));
    expect(fs.readFileSync(path.join(root, "source/main.tf.json"), "utf8")).toContain('"use_path_style":true');
  });
});

describe("no state is found", () => {
  test.each([
    ["where nothing is", () => path.join(root, "nothing.tfstate")],
    ["in a folder that is not initialized", () => root],
    ["in a bucket without a key", () => "s3://states"],
  ])("%s", (_, place) => {
    expect(() => stateSource(place(), region)).toThrow(StateMissingError);
  });

  test("when the backend refuses", async () => {
    terraform.script({ state: { stderr: "Error: AccessDenied", exitCode: 1 } });
    await expect(readState(stateSource(initialized("refused"), region), context())).rejects.toThrow(
      TerraformFailedError,
    );
  });
});
