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
  /** How the name of the half ends that has the request. @default CREATE_REQUEST */
  readonly request?: RequestEnding;
  /** The field of the request that has the name. @default none: only the other half has it */
  readonly nameField?: string;
  /** What a member declares, for messages: `service environment`. */
  readonly kind: string;
  /** Whether a member `*_JD_FOLDER` may name a folder of files that each hold a request. @default false */
  readonly folders?: true;
}

export type RequestEnding = "CREATE_REQUEST" | "REGISTER_REQUEST" | "REQUEST";

/** The members of a group; the compiler refuses any that is called otherwise. */
export type Members<Infix extends string, Request, Ending extends RequestEnding = "CREATE_REQUEST"> = Readonly<
  Record<`${string}_${Infix}_NAME`, string>
> &
  Readonly<Record<`${string}_${Infix}_${Ending}`, Readonly<Request>>>;

/** The two halves of a declaration, and what stands for many. */
export type Part = "NAME" | "REQUEST" | "FOLDER";

/** @returns `C5_SE_NAME` for the name of `C5` in a group with the infix `SE` */
export function memberName({ infix, request = "CREATE_REQUEST" }: GroupConvention, key: string, part: Part): string {
  return `${key}_${infix}_${part === "REQUEST" ? request : part}`;
}

/** @returns the parts that members of the group may be */
export function partsOf({ folders }: GroupConvention): readonly Part[] {
  return folders === true ? ["NAME", "REQUEST", "FOLDER"] : ["NAME", "REQUEST"];
}

/** @returns the names of the groups, in the order of the convention */
export function groupNames<G extends string>({ groups }: Convention<G>): G[] {
  return Object.keys(groups) as G[]; // Cast: the keys of a constant that nothing adds to.
}
