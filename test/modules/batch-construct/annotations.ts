import type { Construct } from "constructs";

/** The warnings and errors that the constructs below one carry. */
export function annotations(root: Construct): { level: string; message: string }[] {
  return root.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type.startsWith("@cdktf/"))
    .map(({ type, data }) => ({ level: type.replace("@cdktf/", ""), message: String(data) }));
}
