import * as fs from "node:fs";
import * as path from "node:path";
import { InitRecord, needsUpgrade } from "../../../deploy/stack/init-record";
import { readStackFolder, type StackFolder } from "../../../deploy/stack/folder";
import { temporaryFolder, write, writeJson } from "../folders";

const root = temporaryFolder();
let count = 0;

const PROVIDER = "registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64";

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

/** A clone with what the runs of it have. */
function clone() {
  count += 1;
  const folder = path.join(root, String(count));
  let runs = 0;
  const record = () => new InitRecord(folder, "dev");
  /** The folder of a new run, freshly synthesized. */
  const stack = (version = "5.100.0", backend: object = { local: { path: "a.tfstate" } }): StackFolder => {
    runs += 1;
    const place = path.join(folder, "runs", String(runs));
    writeJson(path.join(place, "cdk.tf.json"), configuration(version, backend));
    writeJson(path.join(place, "modules/etl/main.tf.json"), {});
    return read(place);
  };
  return { folder, record, stack };
}

function read(folder: string): StackFolder {
  const stack = readStackFolder(folder);
  if (stack === undefined) throw new Error(`no stack in ${folder}`);
  return stack;
}

/** What a successful init leaves, with a provider that it has downloaded. */
function initialize(stack: StackFolder, content = "program"): void {
  write(path.join(stack.path, ".terraform.lock.hcl"), lockOf("5.100.0"));
  write(path.join(stack.path, ".terraform/terraform.tfstate"), '{"backend":{}}');
  write(path.join(stack.path, ".terraform/modules/modules.json"), "{}");
  const provider = path.join(stack.path, ".terraform/providers", PROVIDER);
  fs.rmSync(provider, { recursive: true, force: true });
  write(path.join(provider, "program"), content);
}

/** A clone in which one run has been initialized. */
function initialized() {
  const made = clone();
  const first = made.stack();
  initialize(first);
  made.record().note(first);
  return { ...made, first };
}

const textIn = ({ path: folder }: StackFolder, file: string) => fs.readFileSync(path.join(folder, file), "utf8");

describe("the next run", () => {
  test("begins with what init left in the run before, and needs none", () => {
    const { record, stack } = initialized();
    const next = stack();
    expect(record().apply(next)).toBe(true);
    expect(textIn(next, ".terraform.lock.hcl")).toBe(lockOf("5.100.0"));
    expect(textIn(next, ".terraform/terraform.tfstate")).toBe('{"backend":{}}');
    expect(textIn(next, ".terraform/modules/modules.json")).toBe("{}");
    expect(textIn(next, `.terraform/providers/${PROVIDER}/program`)).toBe("program");
  });

  test("needs none either when only resources have changed", () => {
    const { record, stack } = initialized();
    const next = stack();
    writeJson(path.join(next.path, "modules/etl/main.tf.json"), { resource: { aws_sqs_queue: { q: {} } } });
    expect(record().apply(read(next.path))).toBe(true);
  });

  test("finds a provider that was downloaded once in one place, also when the run before has been removed", () => {
    const { record, stack, first } = initialized();
    fs.rmSync(first.path, { recursive: true });
    const next = stack();
    expect(record().apply(next)).toBe(true);
    expect(fs.lstatSync(path.join(next.path, ".terraform/providers", PROVIDER)).isSymbolicLink()).toBe(true);
  });

  test("finds a provider where a mirror has it", () => {
    const { folder, record, stack } = clone();
    const mirror = path.join(folder, "mirror", PROVIDER);
    write(path.join(mirror, "program"), "of the mirror");
    const first = stack();
    initialize(first);
    const link = path.join(first.path, ".terraform/providers", PROVIDER);
    fs.rmSync(link, { recursive: true });
    fs.symlinkSync(mirror, link);
    record().note(first);
    const next = stack();
    expect(record().apply(next)).toBe(true);
    expect(fs.realpathSync(path.join(next.path, ".terraform/providers", PROVIDER))).toBe(mirror);
  });

  const changes: [string, (made: ReturnType<typeof initialized>) => StackFolder][] = [
    [
      "the record has gone",
      ({ folder, stack }) => {
        fs.rmSync(path.join(folder, ".dapf/terraform/dev.json"));
        return stack();
      },
    ],
    [
      "the record is damaged",
      ({ folder, stack }) => {
        write(path.join(folder, ".dapf/terraform/dev.json"), "{");
        return stack();
      },
    ],
    ["the backend has changed", ({ stack }) => stack("5.100.0", { s3: { bucket: "b" } })],
    ["the provider's version has changed", ({ stack }) => stack("5.101.0")],
    [
      "a module has been added",
      ({ stack }) => {
        const next = stack();
        writeJson(path.join(next.path, "modules/etl/main.tf.json"), { module: { wfs: { source: "./modules/wfs" } } });
        writeJson(path.join(next.path, "modules/etl/modules/wfs/main.tf.json"), {});
        return read(next.path);
      },
    ],
    [
      "the provider has gone",
      ({ folder, stack }) => {
        fs.rmSync(path.join(folder, ".dapf/terraform/providers"), { recursive: true });
        return stack();
      },
    ],
  ];

  test.each(changes)("needs an init when %s", (_, change) => {
    const made = initialized();
    expect(made.record().apply(change(made))).toBe(false);
  });

  test("that needs an init downloads nothing that is there already", () => {
    const { record, stack } = initialized();
    const next = stack("5.100.0", { s3: { bucket: "b" } });
    record().apply(next);
    expect(textIn(next, ".terraform.lock.hcl")).toBe(lockOf("5.100.0"));
    expect(textIn(next, `.terraform/providers/${PROVIDER}/program`)).toBe("program");
    expect(fs.existsSync(path.join(next.path, ".terraform/terraform.tfstate"))).toBe(false);
  });
});

describe("a provider that two runs have downloaded", () => {
  const shared = (folder: string) => path.join(folder, ".dapf/terraform/providers", PROVIDER, "program");

  test("is that of the first run, which may be using it", () => {
    const { folder, record, stack } = clone();
    const [one, other] = [stack(), stack()];
    initialize(one, "first");
    initialize(other, "second");
    record().note(one);
    record().note(other);
    expect(fs.readFileSync(shared(folder), "utf8")).toBe("first");
    expect(textIn(other, `.terraform/providers/${PROVIDER}/program`)).toBe("first");
  });

  test("is the new one when Terraform did not take the old one", () => {
    const { folder, record, stack } = initialized();
    const next = stack();
    const own = record();
    own.apply(next);
    initialize(next, "mended");
    own.note(next);
    expect(fs.readFileSync(shared(folder), "utf8")).toBe("mended");
  });
});

describe("the lock file", () => {
  test("is upgraded when the stack asks for another version", () => {
    const { record, stack } = initialized();
    const [same, newer] = [stack(), stack("5.101.0")];
    record().apply(same);
    record().apply(newer);
    expect(needsUpgrade(same)).toBe(false);
    expect(needsUpgrade(newer)).toBe(true);
  });

  test("is left alone when there is none yet", () => {
    expect(needsUpgrade(clone().stack("5.101.0"))).toBe(false);
  });
});

test("only the owner may read the record: a backend can have credentials", () => {
  const { folder } = initialized();
  expect(fs.statSync(path.join(folder, ".dapf/terraform/dev.json")).mode & 0o077).toBe(0);
});
