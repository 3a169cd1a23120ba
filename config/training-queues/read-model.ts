import { validate, type ValueProblem } from "../zod-problems";
import { GROUPS, memberName, type GroupName } from "./convention";
import { withoutWrong, type Lenient } from "./lenient";
import { CONVENTION, findMembers, type Member } from "./members";
import { QueueModel, type Declared, type QueueContext } from "./model";
import { SHAPES, SHAPE_SOURCES, type CompleteRequests } from "./shapes";

/**
 * Reads the value of a queues file as far as it can be understood.
 *
 * @returns the declarations, and what is wrong with their names and with the shapes of their requests
 */
export function readModel(
  value: unknown,
  context: QueueContext,
): { readonly model: QueueModel; readonly problems: readonly ValueProblem[] } {
  const { members, problems } = findMembers(value);
  const environments = declareAll("ServiceEnvs", members);
  const policies = declareAll("SchedulingPolicies", members);
  const queues = declareAll("TrainingJobQueues", members);
  const shares = declareAll("QuotaShares", members);
  return {
    model: new QueueModel(environments.declared, policies.declared, queues.declared, shares.declared, context),
    problems: [problems, ...[environments, policies, queues, shares].map((group) => group.problems)].flat(),
  };
}

function declareAll<G extends GroupName>(group: G, members: readonly Member[]) {
  const made = members.filter((member) => member.group === group).map((member) => declare(group, member));
  return { declared: made.map(({ declared }) => declared), problems: made.flatMap(({ problems }) => problems) };
}

/** @returns the declaration of a member with what is wrong with its shape and its name. */
function declare<G extends GroupName>(
  group: G,
  { key, name, request }: Member,
): { declared: Declared<G>; problems: readonly ValueProblem[] } {
  const path = [group, memberName(group, key, "CREATE_REQUEST")];
  const source = SHAPE_SOURCES[group];
  // A missing request is a problem of the member, which is told already.
  const { value, problems } = request === undefined ? { problems: [] } : validate(SHAPES[group], request);
  const wrong = problems.map((problem) => problem.path);
  const kept = withoutWrong(request, wrong) ?? {};
  const nameProblems = namesAgree(group, key, name, Reflect.get(kept, GROUPS[group].nameField));
  const own: unknown = Reflect.get(kept, GROUPS[group].nameField) ?? name;
  const declared = {
    group,
    key,
    name: typeof own === "string" ? own : undefined,
    path,
    request: kept as Lenient<CompleteRequests[G]>, // Cast: the shape was checked, and what does not fit is taken out.
    complete: value,
    isBroken: (field: PropertyKey) =>
      request === undefined || wrong.some(([first]) => first === undefined || first === field),
  };
  const shapeProblems = problems.map((problem) => ({ ...problem, path: [...path, ...problem.path], source }));
  return { declared, problems: [...shapeProblems, ...nameProblems] };
}

function namesAgree(group: GroupName, key: string, name: unknown, inRequest: unknown): ValueProblem[] {
  if (name === undefined) return [];
  const path = [group, memberName(group, key, "NAME")];
  const source = CONVENTION;
  if (typeof name !== "string") return [{ path, rule: "must be a string", found: name, source }];
  if (typeof inRequest !== "string" || inRequest === name) return [];
  const other = `${memberName(group, key, "CREATE_REQUEST")}.${GROUPS[group].nameField}`;
  return [{ path, rule: `must be the same as ${other}`, found: name, allowed: [inRequest], source }];
}
