import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Asset } from "./asset-folder";
import { moduleOf } from "./module-tree";

/**
 * Puts a file where Terraform finds it.
 *
 * @param file absolute path of an existing file
 * @returns an expression for `source`, valid in any module
 */
export function assetPath(scope: Construct, file: string): string {
  return folderOf(scope).addFile(file).path;
}

/**
 * The MD5 of a file in hex, what Terraform's `filemd5` gives: for `source_hash`. CDKTF would escape the `${path.root}`
 * of `assetPath` inside a call of a Terraform function.
 *
 * @param file absolute path of an existing file
 */
export function assetHash(scope: Construct, file: string): string {
  return folderOf(scope).addFile(file).md5;
}

/**
 * Puts a file that synthesis makes where Terraform finds it.
 *
 * @param name name of the file; letters, digits, `.`, `_` and `-`
 */
export function generatedAsset(scope: Construct, name: string, content: Uint8Array): Asset {
  return folderOf(scope).add(name, content);
}

function folderOf(scope: Construct) {
  const module = moduleOf(TerraformStack.of(scope));
  if (!module) throw new Error(`${scope.node.path} is not in a stack that extends RootModule`);
  return module.root.assets;
}
