import { type Construct } from "constructs";
import { Annotations } from "cdktf";

/**
 * Reports something that is allowed but probably wrong: a warning, or an error when synthesis is strict
 * (`dapf ... --strict`, environment variable `DAPF_STRICT=1`).
 */
export function reportLoose(construct: Construct, message: string): void {
  const annotations = Annotations.of(construct);
  if (process.env.DAPF_STRICT === "1") annotations.addError(message);
  else annotations.addWarning(message);
}
