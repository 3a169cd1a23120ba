export interface GraphNode {
  readonly name: string;
  /** Names of the nodes that come before this one. */
  readonly needs: readonly string[];
}
