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
  readonly request: Lenient<Request>;
  /** The request when it has the shape that the API asks for. */
  readonly complete: Request | undefined;
  /** Whether something in a field is not of the right type, so that nothing can be concluded from its absence. */
  isBroken(field: keyof Request): boolean;
}

/** The shape of the requests of a group, and the API operation that states it. */
export interface RequestShape<Request> {
  readonly shape: z.ZodType<Request>;
  readonly source: string;
}

/** @returns the declarations of a group, with what is wrong with the shapes and the names of their requests. */
export function declareAll<G extends string, Own extends G, Request>(
  convention: Convention<G>,
  group: Own,
  shape: RequestShape<Request>,
  members: readonly Member<G>[],
): { declared: DeclaredRequest<Own, Request>[]; problems: ValueProblem[] } {
  const made = members
    .filter((member) => member.group === group)
    .map((member) => declare(convention, group, shape, member));
  return { declared: made.map(({ declared }) => declared), problems: made.flatMap(({ problems }) => problems) };
}

function declare<G extends string, Own extends G, Request>(
  convention: Convention<G>,
  group: Own,
  { shape, source }: RequestShape<Request>,
  { key, name, request }: Member<G>,
): { declared: DeclaredRequest<Own, Request>; problems: readonly ValueProblem[] } {
  const { nameField } = convention.groups[group];
  const path = [group, memberName(convention.groups[group], key, "CREATE_REQUEST")];
  // A missing request is a problem of the member, which is told already.
  const { value, read, problems } = request === undefined ? { problems: [] } : validate(shape, request);
  const wrong = problems.map((problem) => problem.path);
  const kept = withoutWrong(read, wrong) ?? {};
  const inRequest: unknown = Reflect.get(kept, nameField);
  const own = inRequest ?? name;
  const declared = {
    group,
    key,
    name: typeof own === "string" ? own : undefined,
    path,
    request: kept as Lenient<Request>, // Cast: the shape was checked, and what does not fit is taken out.
    complete: value,
    isBroken: (field: PropertyKey) =>
      request === undefined || wrong.some(([first]) => first === undefined || first === field),
  };
  const shapeProblems = problems.map((problem) => ({ ...problem, path: [...path, ...problem.path], source }));
  return { declared, problems: [...shapeProblems, ...namesAgree(convention, group, { key, name }, inRequest)] };
}

function namesAgree<G extends string>(
  { groups, source }: Convention<G>,
  group: G,
  { key, name }: Pick<Member<G>, "key" | "name">,
  inRequest: unknown,
): ValueProblem[] {
  if (name === undefined) return [];
  const path = [group, memberName(groups[group], key, "NAME")];
  if (typeof name !== "string") return [{ path, rule: "must be a string", found: name, source }];
  if (typeof inRequest !== "string" || inRequest === name) return [];
  const other = `${memberName(groups[group], key, "CREATE_REQUEST")}.${groups[group].nameField}`;
  return [{ path, rule: `must be the same as ${other}`, found: name, allowed: [inRequest], source }];
}
