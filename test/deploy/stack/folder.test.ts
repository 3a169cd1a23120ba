import * as path from "node:path";
import { isForEmbeddedAws, localStateFile, readStackFolder, stackFolderPath } from "../../../deploy/stack/folder";
import { temporaryFolder, write, writeJson } from "../folders";

const root = temporaryFolder();

function stack(name: string, terraform: object): string {
  const folder = stackFolderPath(root, name);
  writeJson(path.join(folder, "cdk.tf.json"), {
    terraform,
    module: { etl: { source: "./modules/etl", size: 1 }, common: { source: "./modules/common" } },
    resource: { aws_ssm_parameter: { one: {}, two: {} } },
    output: { map: { value: 1 } },
  });
  writeJson(path.join(folder, "modules/etl/main.tf.json"), {
    terraform: { required_providers: { aws: { source: "aws" } } },
    module: { wfs: { source: "./modules/wfs" } },
    resource: { aws_glue_job: { a: {}, b: {}, c: {} } },
  });
  writeJson(path.join(folder, "modules/etl/modules/wfs/main.tf.json"), { resource: { aws_glue_trigger: { t: {} } } });
  writeJson(path.join(folder, "modules/common/main.tf.json"), { data: {} });
  return folder;
}

describe("a synthesized stack", () => {
  test("has its modules in the order of the tree, with their resources", () => {
    const read = readStackFolder(stack("tree", {}));
    expect(read?.modules.map(({ names, resources }) => [names.join("."), resources])).toEqual([
      ["", 2],
      ["etl", 3],
      ["etl.wfs", 1],
      ["common", 0],
    ]);
  });

  test("does not have modules that no call leads to, such as folders of an earlier synthesis", () => {
    const folder = stack("old", {});
    writeJson(path.join(folder, "modules/gone/main.tf.json"), {});
    expect(readStackFolder(folder)?.modules.map(({ names }) => names.join("."))).not.toContain("gone");
  });

  test("may call a module from elsewhere", () => {
    const folder = stackFolderPath(root, "elsewhere");
    writeJson(path.join(folder, "cdk.tf.json"), { module: { vpc: { source: "terraform-aws-modules/vpc/aws" } } });
    expect(readStackFolder(folder)?.modules).toMatchObject([{ names: [] }, { names: ["vpc"], resources: 0 }]);
  });

  test("is absent until the environment has been synthesized", () => {
    expect(readStackFolder(stackFolderPath(root, "never"))).toBeUndefined();
  });

  test("is an error when its file is damaged", () => {
    const folder = stackFolderPath(root, "damaged");
    write(path.join(folder, "cdk.tf.json"), "{");
    expect(() => readStackFolder(folder)).toThrow(SyntaxError);
  });
});

describe("the state of a stack", () => {
  test("is for the embedded AWS when it lies in the clone's run data", () => {
    const folder = stack("local", { backend: { local: { path: "../../../.dapf/local/terraform.local.tfstate" } } });
    const read = readStackFolder(folder);
    expect(read && localStateFile(read)).toBe(path.join(root, ".dapf/local/terraform.local.tfstate"));
    expect(read && isForEmbeddedAws(read, root)).toBe(true);
  });

  test("is not for the embedded AWS when it lies elsewhere in the clone", () => {
    const read = readStackFolder(stack("own", { backend: { local: { path: "../../../terraform.own.tfstate" } } }));
    expect(read && isForEmbeddedAws(read, root)).toBe(false);
  });

  test("is not for the embedded AWS when it lies in S3", () => {
    const read = readStackFolder(stack("s3", { backend: { s3: { bucket: "b" } } }));
    expect(read && localStateFile(read)).toBeUndefined();
    expect(read && isForEmbeddedAws(read, root)).toBe(false);
  });
});
