/** What is simulated of a compute environment, as somebody says it from outside. */
import { z } from "zod";

/** What can be wrong with an environment, and stays so until it is said otherwise. */
export const CONDITIONS = [
  "insufficient-capacity",
  "service-role",
  "unsupported-instances",
  "invalid",
  "undetermined",
] as const;

export const environmentRuleShape = z.strictObject({
  /** The name of a compute environment, of any account and Region. */
  computeEnvironment: z.string().min(1),
  reason: z.enum(CONDITIONS),
  /** Only instances of these types are lacking. @default all */
  instanceTypes: z.array(z.string().min(1)).min(1).optional(),
});

export type EnvironmentRule = z.infer<typeof environmentRuleShape>;
