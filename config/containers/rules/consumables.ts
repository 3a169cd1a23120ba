import type { ConsumableResourceProperties } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import type { ValueProblem } from "../../zod-problems";
import { type Path, problem, repeated } from "./problem";

export function consumableProblems(
  { consumableResourceList: list = [] }: Checked<ConsumableResourceProperties> = {},
  path: Path,
): ValueProblem[] {
  return repeated(list.map(({ consumableResource }) => consumableResource)).map(([index, found]) => {
    const at = [...path, "consumableResourceList", index, "consumableResource"];
    return problem(at, "is the name of an earlier one, too", "ConsumableResourceProperties", { found });
  });
}
