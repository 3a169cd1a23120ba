/** How a file of declarations is written: groups, whose members are found by how their names end. */
export interface Convention<G extends string> {
  /** What is declared, for messages: `training queues`. */
  readonly subject: string;
  /** Where the convention is written down. */
  readonly source: string;
  readonly groups: Readonly<Record<G, GroupConvention>>;
}

/**
 * How a declaration of a group is written: with the infix `SE`, `C5_SE_NAME` and `C5_SE_CREATE_REQUEST` declare something
 * whose key is `C5`.
 */
export interface GroupConvention {
  readonly infix: string;
  /** The field of the request that has the name. */
  readonly nameField: string;
  /** What a member declares, for messages: `service environment`. */
  readonly kind: string;
}

/** The members of a group; the compiler refuses any that is called otherwise. */
export type Members<Infix extends string, Request> = Readonly<Record<`${string}_${Infix}_NAME`, string>> &
  Readonly<Record<`${string}_${Infix}_CREATE_REQUEST`, Readonly<Request>>>;

/** The two halves of a declaration. */
export type Part = "NAME" | "CREATE_REQUEST";

/** @returns `C5_SE_NAME` for the name of `C5` in a group with the infix `SE`. */
export function memberName({ infix }: GroupConvention, key: string, part: Part): string {
  return `${key}_${infix}_${part}`;
}

/** @returns the names of the groups, in the order of the convention */
export function groupNames<G extends string>({ groups }: Convention<G>): G[] {
  return Object.keys(groups) as G[]; // Cast: the keys of a constant that nothing adds to.
}
