import * as path from "node:path";
import { AddressTakenError } from "../../../deploy";
import { checkTargets, readMoves, unknownInstances } from "../../../deploy/adoption/stack-moves";
import { parseState } from "../../../deploy/adoption/state";
import { readStackFolder } from "../../../deploy/stack/folder";
import { temporaryFolder, writeJson } from "../folders";
import { bucket, type Instance, stateText } from "./state-text";

const root = temporaryFolder();
const stateOf = (...instances: Instance[]) => parseState("old.tfstate", stateText(instances));
const moves = [
  { from: 'module.b["x"].aws_s3_bucket.this[0]', to: "module.buckets.aws_s3_bucket.x" },
  { from: 'module.b["y"].aws_s3_bucket.this[0]', to: "module.buckets.aws_s3_bucket.y" },
];
const stack = { moves, addresses: new Set(["aws_s3_bucket.same"]) };

describe("the moves of a synthesized stack", () => {
  test("are those of its root, and the addresses those of all its modules", () => {
    writeJson(path.join(root, "cdk.tf.json"), {
      moved: moves,
      module: { a: { source: "./modules/a" } },
      resource: { aws_s3_bucket: { one: {} } },
    });
    writeJson(path.join(root, "modules/a/main.tf.json"), { module: { b: { source: "./modules/b" } } });
    writeJson(path.join(root, "modules/a/modules/b/main.tf.json"), { resource: { aws_kms_key: { key: {} } } });
    const read = readStackFolder(root);
    expect(read && readMoves(read)).toEqual({
      moves,
      addresses: new Set(["aws_s3_bucket.one", "module.a.module.b.aws_kms_key.key"]),
    });
  });
});

describe("an instance of a state", () => {
  const unknown = (...instances: Instance[]) =>
    unknownInstances(stateOf(...instances), stack).map(({ address }) => address);

  test("is known when it moves, when it stays, and when it has moved already", () => {
    expect(
      unknown(
        bucket("x", { module: 'module.b["x"]', key: 0 }),
        bucket("s", { name: "same" }),
        bucket("y", { module: "module.buckets", name: "y" }),
      ),
    ).toEqual([]);
  });

  test("is known when others of its block move: it is not configured any more", () => {
    expect(unknown(bucket("z", { module: 'module.b["z"]', key: 0 }))).toEqual([]);
  });

  test("is not known when its block is not, be it in a module that is", () => {
    expect(unknown(bucket("e", { module: 'module.b["x"]', name: "extra" }), bucket("r", { name: "root" }))).toEqual([
      'module.b["x"].aws_s3_bucket.extra',
      "aws_s3_bucket.root",
    ]);
  });
});

describe("the target of a move", () => {
  const from = bucket("x", { module: 'module.b["x"]', key: 0 });

  test("that another resource has is an error with both addresses", () => {
    const state = stateOf(from, bucket("other", { module: "module.buckets", name: "x" }));
    expect(() => checkTargets(state, stack)).toThrow(AddressTakenError);
    expect(() => checkTargets(state, stack)).toThrow("module.buckets.aws_s3_bucket.x");
  });

  test("may be the address of what has moved there already", () => {
    expect(() => checkTargets(stateOf(bucket("x", { module: "module.buckets", name: "x" })), stack)).not.toThrow();
  });

  test("may be the address of something that itself moves away", () => {
    const chain = [...moves, { from: "module.buckets.aws_s3_bucket.x", to: "aws_s3_bucket.old" }];
    const state = stateOf(from, bucket("o", { module: "module.buckets", name: "x" }));
    expect(() => checkTargets(state, { ...stack, moves: chain })).not.toThrow();
  });
});
