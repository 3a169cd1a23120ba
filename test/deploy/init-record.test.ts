import * as fs from "node:fs";
import * as path from "node:path";
import { isInitialized, needsUpgrade, recordInit } from "../../deploy/init-record";
import { readStackFolder, type StackFolder } from "../../deploy/stack-folder";
import { temporaryFolder, write, writeJson } from "./folders";

const root = temporaryFolder();
let count = 0;

const lockOf = (version: string) => `provider "registry.terraform.io/hashicorp/aws" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
    "h1:abc=",
  ]
}
`;

const configuration = (version: string, backend: object) => ({
  terraform: { backend, required_providers: { aws: { source: "aws", version } } },
  module: { etl: { source: "./modules/etl" } },
});

/** A stack folder as it is after a successful init. */
function initialized() {
  count += 1;
  const folder = path.join(root, String(count));
  writeJson(path.join(folder, "cdk.tf.json"), configuration("5.100.0", { local: { path: "a.tfstate" } }));
  writeJson(path.join(folder, "modules/etl/main.tf.json"), {});
  write(path.join(folder, ".terraform.lock.hcl"), lockOf("5.100.0"));
  write(path.join(folder, ".terraform/terraform.tfstate"), "{}");
  write(path.join(folder, ".terraform/modules/modules.json"), "{}");
  const provider = ".terraform/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/program";
  write(path.join(folder, provider), "");
  recordInit(read(folder), {});
  return folder;
}

function read(folder: string): StackFolder {
  const stack = readStackFolder(folder);
  if (stack === undefined) throw new Error(`no stack in ${folder}`);
  return stack;
}

const holds = (folder: string) => isInitialized(read(folder), {});

describe("an init", () => {
  test("holds as long as nothing has changed", () => {
    expect(holds(initialized())).toBe(true);
  });

  test("holds when only resources have changed", () => {
    const folder = initialized();
    writeJson(path.join(folder, "cdk.tf.json"), {
      ...configuration("5.100.0", { local: { path: "a.tfstate" } }),
      resource: { aws_sqs_queue: { q: {} } },
    });
    writeJson(path.join(folder, "modules/etl/main.tf.json"), { resource: { aws_sqs_queue: { q: {} } } });
    expect(holds(folder)).toBe(true);
  });

  const changes: [string, (folder: string) => void][] = [
    ["no init has been recorded", (folder) => fs.rmSync(path.join(folder, ".terraform/dapf-init.json"))],
    ["the record is damaged", (folder) => write(path.join(folder, ".terraform/dapf-init.json"), "{")],
    [
      "the backend has changed",
      (folder) => writeJson(path.join(folder, "cdk.tf.json"), configuration("5.100.0", { s3: { bucket: "b" } })),
    ],
    [
      "the provider's version has changed",
      (folder) =>
        writeJson(path.join(folder, "cdk.tf.json"), configuration("5.101.0", { local: { path: "a.tfstate" } })),
    ],
    [
      "a module has been added",
      (folder) => {
        writeJson(path.join(folder, "modules/etl/main.tf.json"), { module: { wfs: { source: "./modules/wfs" } } });
        writeJson(path.join(folder, "modules/etl/modules/wfs/main.tf.json"), {});
      },
    ],
    [
      "another init has set another backend",
      (folder) => write(path.join(folder, ".terraform/terraform.tfstate"), '{"backend":{}}'),
    ],
    ["the lock file has changed", (folder) => write(path.join(folder, ".terraform.lock.hcl"), lockOf("5.99.0"))],
    ["the lock file has gone", (folder) => fs.rmSync(path.join(folder, ".terraform.lock.hcl"))],
    ["Terraform's folder has gone", (folder) => fs.rmSync(path.join(folder, ".terraform"), { recursive: true })],
    [
      "the provider is a link to a mirror that has gone",
      (folder) => {
        const link = path.join(folder, ".terraform/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64");
        fs.rmSync(link, { recursive: true });
        fs.symlinkSync(path.join(root, "gone"), link);
      },
    ],
  ];

  test.each(changes)("does not hold when %s", (_, change) => {
    const folder = initialized();
    change(folder);
    expect(holds(folder)).toBe(false);
  });

  test("is looked for where TF_DATA_DIR says", () => {
    const folder = initialized();
    expect(isInitialized(read(folder), { TF_DATA_DIR: "elsewhere" })).toBe(false);
  });
});

describe("the lock file", () => {
  test("is upgraded when the stack asks for another version", () => {
    const folder = initialized();
    expect(needsUpgrade(read(folder))).toBe(false);
    writeJson(path.join(folder, "cdk.tf.json"), configuration("5.101.0", {}));
    expect(needsUpgrade(read(folder))).toBe(true);
  });

  test("is left alone when there is none yet", () => {
    const folder = initialized();
    fs.rmSync(path.join(folder, ".terraform.lock.hcl"));
    expect(needsUpgrade(read(folder))).toBe(false);
  });
});
