import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { TerraformStack } from "cdktf";
// The seam that CDKTF's own TerraformAsset uses; the index of the package does not name it.
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { Construct } from "constructs";
import { ModuleLike } from "./module-tree";

/** A file that synthesis makes instead of copying it. Its path contains a hash of the content, as with copied files. */
export class GeneratedAsset extends Construct {
  /** An expression for `filename` or `source`, valid in any module. */
  readonly path: string;
  /** The SHA-256 of the content in base64, what Terraform's `filebase64sha256` gives. */
  readonly sha256: string;

  /** @param fileName name of the file; letters, digits, `.`, `_` and `-` */
  constructor(scope: Construct, id: string, fileName: string, content: Uint8Array) {
    super(scope, id);
    const digest = createHash("sha256").update(content).digest();
    const stack = TerraformStack.of(this);
    const root = stack instanceof ModuleLike ? stack.root : stack;
    // With the path in front: two modules may have a file of one name.
    const folder = this.node.path
      .split("/")
      .slice(1)
      .join("_")
      .replace(/[^\w-]+/g, "_");
    const file = path.posix.join("assets", folder, digest.toString("hex").slice(0, 32), fileName);

    this.sha256 = digest.toString("base64");
    this.path = `\${path.root}/${file}`;
    addCustomSynthesis(this, {
      onSynthesize: (session) => {
        const target = path.join(session.outdir, session.manifest.forStack(root).workingDirectory, file);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, content);
      },
    });
  }
}
