/** Rules of a container's parts, whatever it runs on. */
import { AWSLOGS_OPTIONS, EXCLUSIVE_AWSLOGS_OPTIONS, isUnknownLogOption } from "../../../aws/batch/containers";
import { nearestHint } from "../../nearest";
import type { ValueProblem } from "../../zod-problems";
import type { ContainerParts } from "./platform";
import { type Path, problem, repeated } from "./problem";

export function partProblems({ ulimits = [], mountPoints = [], logConfiguration }: ContainerParts, path: Path) {
  return [
    ...ulimitProblems(ulimits, [...path, "ulimits"]),
    ...repeated(mountPoints.map(({ containerPath }) => containerPath)).map(([index, found]) => {
      const at = [...path, "mountPoints", index, "containerPath"];
      return problem(at, "is the path of an earlier mount point, too", "MountPoint", { found });
    }),
    ...logProblems(logConfiguration, [...path, "logConfiguration", "options"]),
  ];
}

function ulimitProblems(ulimits: NonNullable<ContainerParts["ulimits"]>, path: Path): ValueProblem[] {
  const twice = repeated(ulimits.map(({ name }) => name)).map(([index, found]) =>
    problem([...path, index, "name"], "stands in an earlier entry, too", "Ulimit", { found }),
  );
  const crossed = ulimits.flatMap(({ softLimit: found, hardLimit }, index) => {
    // -1 is without a limit (setrlimit(2)).
    if (hardLimit === -1 || (found !== -1 && found <= hardLimit)) return [];
    return [
      problem([...path, index, "softLimit"], `must be at most hardLimit, which is ${hardLimit}`, "Ulimit", { found }),
    ];
  });
  return [...twice, ...crossed];
}

function logProblems(log: ContainerParts["logConfiguration"], path: Path): ValueProblem[] {
  if (log?.logDriver !== "awslogs") return [];
  const options = log.options ?? {};
  const source = "AWS Batch User Guide, Use the awslogs log driver";
  const unknown = Object.keys(options)
    .filter(isUnknownLogOption)
    .map((option) => {
      const hint = nearestHint(option, AWSLOGS_OPTIONS, "option");
      return { path: [...path, option], rule: "is no option of the log driver awslogs", hint, source };
    });
  const [first, second] = EXCLUSIVE_AWSLOGS_OPTIONS;
  const both = options[first] === undefined || options[second] === undefined;
  const create = options["awslogs-create-group"];
  const isRight = create === undefined || create === "true" || create === "false";
  return [
    ...unknown,
    ...(both ? [] : [{ path: [...path, second], rule: `cannot stand beside ${first}`, source }]),
    ...(isRight
      ? []
      : [{ path: [...path, "awslogs-create-group"], rule: 'must be "true" or "false"', found: create, source }]),
  ];
}
