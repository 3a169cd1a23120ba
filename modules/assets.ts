import * as path from "node:path";
import { Construct } from "constructs";
import { TerraformAsset, TerraformStack } from "cdktf";
import { ModuleLike } from "./module-tree";

/**
 * Copies a file into the root's folder and tells where Terraform finds it. A file that several modules use is copied
 * once. The path contains a hash of the content, so a changed file is a changed argument.
 *
 * @param file absolute path of an existing file
 * @returns an expression for `source`, valid in any module: `${path.root}/assets/<file>/<hash>/<name>`
 */
export function assetPath(scope: Construct, file: string): string {
  return `\${path.root}/${assetOf(scope, file).path}`;
}

/**
 * The MD5 of a file in hex, what Terraform's `filemd5` gives: for `source_hash`. CDKTF would escape the `${path.root}`
 * of `assetPath` inside a call of a Terraform function.
 *
 * @param file absolute path of an existing file
 */
export function assetHash(scope: Construct, file: string): string {
  return assetOf(scope, file).assetHash.toLowerCase();
}

function assetOf(scope: Construct, file: string): TerraformAsset {
  const stack = TerraformStack.of(scope);
  const root = stack instanceof ModuleLike ? stack.root : stack;
  const assets = (root.node.tryFindChild("assets") as Construct | undefined) ?? new Construct(root, "assets");
  const id = path.relative(process.cwd(), file).replaceAll(path.sep, ":");
  const known = assets.node.tryFindChild(id);
  return known instanceof TerraformAsset ? known : new TerraformAsset(assets, id, { path: file });
}
