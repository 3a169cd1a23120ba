import { spawnSync } from "node:child_process";
import * as path from "node:path";
import * as fs from "node:fs";
import { checkPlaces } from "../../../deploy/adoption/misplaced";
import { checkProviders } from "../../../deploy/adoption/providers";
import type { StackMoves } from "../../../deploy/adoption/stack-moves";
import { parseState } from "../../../deploy/adoption/state";
import { checkTaken } from "../../../deploy/adoption/taken";
import { UnfitStateError } from "../../../deploy";
import { temporaryFolder, write } from "../folders";
import { changed, firstOf, providerOf, renamed, withoutCount, wrappedIn, writtenBy } from "./state-changes";
import { bucket, stateText } from "./state-text";

// The real Terraform changes the state; no registry and no AWS are needed.
const variables = { PATH: process.env.PATH, HOME: process.env.HOME, TF_CLI_CONFIG_FILE: "/dev/null" };
const container = 'module.training.module.buckets["internal"]';
const former = stateText([
  bucket("internal", { module: container, key: 0 }),
  {
    module: container,
    type: "aws_s3_bucket_policy",
    name: "this",
    key: 0,
    attributes: { bucket: "internal", policy: "{}" },
  },
  { module: "module.training", type: "aws_sns_topic", name: "notifier", attributes: { name: "notifier" } },
]);
const stack: StackMoves = {
  moves: [
    { from: `${container}.aws_s3_bucket.this[0]`, to: "module.training.aws_s3_bucket.internal" },
    { from: `${container}.aws_s3_bucket_policy.this[0]`, to: "module.training.aws_s3_bucket_policy.internal" },
  ],
  addresses: new Set(["module.training.aws_sns_topic.notifier"]),
};

/** The first thing that is wrong with a state; undefined when it is fit. */
function unfitness(file: string): UnfitStateError | undefined {
  const source = { kind: "file", text: file, file } as const;
  const mending = { environment: "pl", source, where: { cwd: path.dirname(file), local: false } };
  const state = parseState(file, fs.readFileSync(file, "utf8"));
  try {
    checkProviders(state, mending);
    checkPlaces(state, stack, mending);
    checkTaken(state, [], "ap-south-1", mending);
    return undefined;
  } catch (error) {
    if (error instanceof UnfitStateError) return error;
    throw error;
  }
}

test.each([
  ["of OpenTofu", [providerOf('provider["registry.opentofu.org/hashicorp/aws"]')]],
  ["of Terraform 0.12", [providerOf("provider.aws"), writtenBy("0.12.31")]],
  ["wrapped in a module", [wrappedIn("module.platform")]],
  ["with a renamed module", [renamed("module.training", "module.training_v2")]],
  ["from before count", [withoutCount]],
  ["with a tainted bucket", [firstOf("aws_s3_bucket", (one) => ({ ...one, status: "tainted" }))]],
])(
  "the commands for a state %s make it fit, and leave the state as it is that they copy",
  (_, changes) => {
    const folder = temporaryFolder();
    const file = path.join(folder, "old.tfstate");
    const text = changed(former, ...changes);
    write(file, text);

    const commands = unfitness(file)?.commands ?? [];
    const [look, ...mending] = [...commands].reverse();
    expect(look).toBe("npx dapf adopt pl --state pl.mended.tfstate");
    const script = mending.reverse().join("\n");
    const { status, stderr } = spawnSync("sh", ["-e", "-c", script], { cwd: folder, env: variables, encoding: "utf8" });

    expect({ status, stderr }).toMatchObject({ status: 0 });
    const mended = path.join(folder, "pl.mended.tfstate");
    expect(unfitness(mended)).toBeUndefined();
    expect(
      parseState(mended, fs.readFileSync(mended, "utf8"))
        .managed.map(({ address }) => address)
        .sort(),
    ).toEqual(
      parseState(file, former)
        .managed.map(({ address }) => address)
        .sort(),
    );
    expect(fs.readFileSync(file, "utf8")).toBe(text);
  },
  60_000,
);
