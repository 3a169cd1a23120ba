import { QUOTAS } from "../../../aws/batch/limits";
import { validate, type ValueProblem } from "../../../config/zod-problems";
import { type TrainingJobRequest, trainingJobRequest } from "./request";
import { ruleProblems, unknownInstanceTypes } from "./rules";

const SHAPE_SOURCE = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html";
const QUOTAS_SOURCE = "https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html";

/** What a payload is found to be. */
export interface CheckedPayload {
  /** Undefined when there are problems. */
  readonly request?: TrainingJobRequest;
  /** The JSON text that AWS Batch gets. */
  readonly text?: string;
  readonly problems: readonly ValueProblem[];
  readonly warnings: readonly ValueProblem[];
}

/**
 * Checks a payload as SageMaker's CreateTrainingJob will when it is the job's turn, which may be days later; AWS Batch
 * only reads the resources.
 *
 * @returns every problem at once, each with its path in the payload
 */
export function checkPayload(value: unknown): CheckedPayload {
  const shape = validate(trainingJobRequest, value);
  const wrong = [
    ...shape.problems.map((problem) => ({ source: SHAPE_SOURCE, ...problem })),
    ...ruleProblems(shape.read),
  ];
  const warnings = unknownInstanceTypes(shape.read);
  if (shape.value === undefined || wrong.length > 0) return { problems: onePerPath(wrong), warnings };
  const text = JSON.stringify(shape.value);
  const bytes = Buffer.byteLength(text);
  if (bytes > QUOTAS.servicePayloadBytes) {
    const rule = `is ${bytes} bytes of JSON, and AWS Batch takes at most ${QUOTAS.servicePayloadBytes}`;
    const hint = "keep long lists in S3 and name their address";
    return { problems: [{ path: [], rule, hint, source: QUOTAS_SOURCE }], warnings };
  }
  return { request: shape.value, text, problems: [], warnings };
}

/** The shape and a rule may find the same field wanting; the first says so. */
function onePerPath(problems: readonly ValueProblem[]): ValueProblem[] {
  const taken = new Set<string>();
  return problems.filter(({ path, rule }) => {
    if (rule.includes("known key")) return true;
    const place = path.join("\u0000");
    const isFirst = !taken.has(place);
    taken.add(place);
    return isFirst;
  });
}
