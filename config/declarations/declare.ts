import type { z } from "zod";
import { validate, type ValueProblem } from "../zod-problems";
import { memberName, type Convention } from "./convention";
import { withoutWrong, type Lenient } from "./lenient";
import type { Member } from "./members";

/** One declaration; the request holds what is of the right type, so that rules see past other mistakes. */
export interface DeclaredRequest<G extends string, Request> {
  readonly group: G;
  readonly key: string;
  /** The name at AWS, of the request or else of the member; undefined when neither has one. */
  readonly name: string | undefined;
  /** Path of the request in the file. */
  readonly path: readonly PropertyKey[];
  /** Path of the name. */
  readonly namePath: readonly PropertyKey[];
  readonly request: Lenient<Request>;
  /** The request when it has the shape that the API asks for. */
  readonly complete: Request | undefined;
  /** Whether something in a field is not of the right type, so that nothing can be concluded from its absence. */
  isBroken(field: keyof Request): boolean;
}

/** What a request was read as. */
export interface Reading<Request> {
  /** Undefined when there are problems. */
  readonly value: Request | undefined;
  /** What rules look at, and take to be missing where a problem says that it is wrong. */
  readonly read: unknown;
  /** With paths in the request. */
  readonly problems: readonly ValueProblem[];
}

/** Reads the requests of a group. */
export type RequestReader<Request> = (request: unknown) => Reading<Request>;

/** @param source the API operation that states the shape, or our page */
export function readerOf<Request>(shape: z.ZodType<Request>, source: string): RequestReader<Request> {
  return (request) => {
    const { value, read, problems } = validate(shape, request);
    return { value, read, problems: problems.map((problem) => ({ ...problem, source })) };
  };
}

interface Declarations<G extends string, Request> {
  readonly declared: DeclaredRequest<G, Request>[];
  readonly problems: ValueProblem[];
}

/** @returns the declarations of a group, with what is wrong with the shapes and the names of their requests. */
export function declareAll<G extends string, Own extends G, Request>(
  convention: Convention<G>,
  group: Own,
  reader: RequestReader<Request>,
  members: readonly Member<G>[],
): Declarations<Own, Request> {
  const made = members
    .filter((member) => member.group === group)
    .map((member) => {
      const path = [group, memberName(convention.groups[group], member.key, "REQUEST")];
      return declare(convention, group, reader, { ...member, path });
    });
  return { declared: made.map(({ declared }) => declared), problems: made.flatMap(({ problems }) => problems) };
}

/** @param member with the path of its request */
export function declare<G extends string, Own extends G, Request>(
  convention: Convention<G>,
  group: Own,
  reader: RequestReader<Request>,
  { key, name, request, path }: Omit<Member<G>, "group"> & { readonly path: readonly PropertyKey[] },
): { declared: DeclaredRequest<Own, Request>; problems: readonly ValueProblem[] } {
  const { nameField } = convention.groups[group];
  // A missing request is a problem of the member, which is told already.
  const none: Reading<Request> = { value: undefined, read: undefined, problems: [] };
  const { value, read, problems } = request === undefined ? none : reader(request);
  const wrong = problems.map((problem) => problem.path);
  const kept = withoutWrong(read, wrong) ?? {};
  const inRequest: unknown = nameField === undefined ? undefined : Reflect.get(kept, nameField);
  const own = inRequest ?? name;
  const declared = {
    group,
    key,
    name: typeof own === "string" ? own : undefined,
    path,
    namePath:
      nameField === undefined ? [group, memberName(convention.groups[group], key, "NAME")] : [...path, nameField],
    request: kept as Lenient<Request>, // Cast: the shape was checked, and what does not fit is taken out.
    complete: value,
    isBroken: (field: PropertyKey) =>
      request === undefined || wrong.some(([first]) => first === undefined || first === field),
  };
  const placed = problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
  return { declared, problems: [...placed, ...namesAgree(convention, group, { key, name }, inRequest)] };
}

function namesAgree<G extends string>(
  { groups, source }: Convention<G>,
  group: G,
  { key, name }: Pick<Member<G>, "key" | "name">,
  inRequest: unknown,
): ValueProblem[] {
  if (name === undefined) return [];
  const { nameField } = groups[group];
  const path = [group, memberName(groups[group], key, "NAME")];
  if (typeof name !== "string") return [{ path, rule: "must be a string", found: name, source }];
  if (nameField === undefined || typeof inRequest !== "string" || inRequest === name) return [];
  const other = `${memberName(groups[group], key, "REQUEST")}.${nameField}`;
  return [{ path, rule: `must be the same as ${other}`, found: name, allowed: [inRequest], source }];
}
