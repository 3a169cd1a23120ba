/** Many ARNs as fewer patterns, each for those that begin alike. */

interface Node {
  /** What comes after it, up to a slash or a colon. */
  readonly next: Map<string, Node>;
  /** Whether an ARN ends here. */
  isEnd: boolean;
}

/**
 * @param patience - how many are named one by one, at each place in their paths
 * @returns patterns that cover all of them
 */
export function generalised(resources: readonly string[], patience: number): readonly string[] {
  const wildcard = resources.includes("*") ? ["*"] : [];
  const roots = new Map<string, Node>();
  for (const resource of resources) {
    if (resource === "*") continue;
    // Partition, service, Region and account are never a part of a pattern.
    const [head, rest] = parted(resource);
    const root = roots.get(head) ?? nodeOf();
    roots.set(head, root);
    add(root, rest.match(/[^/:]*[/:]|[^/:]+/g) ?? []);
  }
  return [...wildcard, ...[...roots].flatMap(([head, root]) => patternsIn(root, head, patience))].sort();
}

/** The first five fields of an ARN, and what comes after them. */
function parted(resource: string): readonly [string, string] {
  const head = /^(?:[^:]*:){5}/.exec(resource)?.[0] ?? "";
  return [head, resource.slice(head.length)];
}

function nodeOf(): Node {
  return { next: new Map(), isEnd: false };
}

function add(node: Node, [first, ...others]: readonly string[]): void {
  if (first === undefined) {
    node.isEnd = true;
    return;
  }
  const next = node.next.get(first) ?? nodeOf();
  node.next.set(first, next);
  add(next, others);
}

function patternsIn(node: Node, path: string, patience: number): readonly string[] {
  if (node.next.size > patience) return [`${path}*`];
  const below = [...node.next].flatMap(([part, next]) => patternsIn(next, path + part, patience));
  return node.isEnd ? [path, ...below] : below;
}
