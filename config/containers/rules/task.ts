/** Rules of several containers in one task on ECS. */
import type { EcsProperties, EcsTaskProperties, TaskContainerProperties } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import { nearestHint } from "../../nearest";
import type { ValueProblem } from "../../zod-problems";
import { needsOf, partOfEc2Problems } from "../resources";
import { partProblems } from "./container-parts";
import { secretProblems } from "./execution-role";
import { isWindows, placeProblems, platformProblems, type Platform } from "./platform";
import { type Path, problem, repeated } from "./problem";
import { mountProblems, volumeProblems } from "./volumes";

type Task = Checked<EcsTaskProperties>;
type Container = Checked<TaskContainerProperties>;

export function ecsProblems(
  { taskProperties }: Checked<EcsProperties>,
  platform: Platform,
  path: Path,
): ValueProblem[] {
  const at = [...path, "taskProperties"];
  if (taskProperties.length === 0) return [problem(at, "must have one entry", "EcsProperties")];
  return taskProperties.flatMap((task, index) => taskProblems(task, platform, [...at, index]));
}

function taskProblems(task: Task, platform: Platform, path: Path): ValueProblem[] {
  const { containers, volumes = [], executionRoleArn, taskRoleArn, platformVersion } = task;
  const at = [...path, "containers"];
  const problems: ValueProblem[] = [];
  if (containers.every(({ essential = true }) => !essential)) {
    const rule = containers.length === 0 ? "must have 1 to 10 entries" : "must have one that is essential";
    problems.push(problem(at, rule, "TaskContainerProperties"));
  }
  if (platform === "FARGATE" && executionRoleArn === undefined) {
    problems.push(problem(path, "must have executionRoleArn on Fargate", "EcsTaskProperties"));
  }
  for (const [index, found] of repeated(containers.map(({ name }) => name))) {
    const rule = "is the name of an earlier container, too";
    problems.push(problem([...at, index, "name"], rule, "TaskContainerProperties", { found }));
  }
  const placed = containers.map((container, index) => [container, [...at, index]] as const);
  const role = ["taskRoleArn", taskRoleArn] as const;
  const storage = { volumes, platform, platformVersion, role, isWindows: isWindows(task) };
  return [
    ...problems,
    ...placeProblems(task, placed, platform, path),
    ...volumeProblems(storage, path),
    ...placed.flatMap(([container, place]) => [
      ...needProblems(container, platform, place),
      ...partProblems(container, place),
      ...platformProblems(container, platform, place),
      ...secretProblems(container, executionRoleArn, place),
      ...mountProblems(container.mountPoints ?? [], volumes, place),
    ]),
    ...dependencyProblems(containers, at),
  ];
}

function needProblems(container: Container, platform: Platform, path: Path): ValueProblem[] {
  const { requirements, problems } = needsOf(container, path);
  return platform === "EC2" ? [...problems, ...partOfEc2Problems(requirements, path)] : [...problems];
}

function dependencyProblems(containers: readonly Container[], path: Path): ValueProblem[] {
  const byName = new Map(containers.flatMap((one) => (one.name === undefined ? [] : [[one.name, one] as const])));
  const page = "TaskContainerDependency";
  const problems = containers.flatMap(({ name, dependsOn = [] }, index) =>
    dependsOn.flatMap(({ containerName: found, condition }, place): ValueProblem[] => {
      const at = [...path, index, "dependsOn", place];
      if (found === undefined) return [problem(at, "must have a containerName", page)];
      const other = byName.get(found);
      if (other === undefined) {
        const hint = nearestHint(found, [...byName.keys()], "container");
        return [problem([...at, "containerName"], "names no container of the task", page, { found, hint })];
      }
      if (found === name) return [problem([...at, "containerName"], "names the container itself", page, { found })];
      if (condition === undefined || condition === "START" || other.essential === false) return [];
      const rule = `cannot be ${condition} for a container that is essential`;
      return [problem([...at, "condition"], rule, page, { hint: `set essential false for ${found}, or use START` })];
    }),
  );
  if (problems.length > 0) return problems;
  const circle = circleIn(byName);
  return circle === undefined ? [] : [problem(path, `wait for each other: ${circle.join(" -> ")}`, page)];
}

/** @returns names of containers that wait for each other */
function circleIn(containers: ReadonlyMap<string, Container>): string[] | undefined {
  const done = new Set<string>();
  const follow = (name: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const { containerName = "" } of containers.get(name)?.dependsOn ?? []) {
      const circle = follow(containerName, [...way, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of containers.keys()) {
    const circle = follow(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
