/** What the words of `dapf local simulate` say of jobs. */
import type { SimulationRule } from "../../../emulator";
import { UsageError } from "../../usage-error";

export interface JobFlags {
  readonly trainingJobs?: string;
  readonly outcome?: string;
  readonly exitCode?: string;
  readonly duration?: string;
}

/** @throws UsageError when the words say nothing that can be done */
export function jobRules(variables: readonly string[], flags: JobFlags): readonly SimulationRule[] {
  const match = Object.fromEntries(variables.map(variable));
  const { trainingJobs } = flags;
  const set = trainingJobs === undefined ? containerSettings(flags) : trainingSettings(flags);
  if (trainingJobs !== undefined) {
    if (Object.keys(set).length === 0) throw new UsageError("what about these jobs? Give --outcome or --duration");
    return [{ trainingJobs, match, set }];
  }
  if (variables.length === 0 && Object.keys(set).length === 0) return [];
  if (variables.length === 0) {
    throw new UsageError(
      "which jobs? Name a variable of them: DAPF_MAPPING_ID=gearbox/xgb, or --training-jobs with their name",
    );
  }
  if (Object.keys(set).length === 0) throw new UsageError("what about these jobs? Give --exit-code or --duration");
  return [{ match, set }];
}

function containerSettings({ exitCode, duration, outcome }: JobFlags): Record<string, string> {
  if (outcome !== undefined) throw new UsageError("--outcome is for training jobs: name them with --training-jobs");
  return {
    ...(exitCode === undefined ? {} : { DAPF_EXIT_CODE: checked("--exit-code", exitCode, /^\d{1,3}(,\d{1,3})*$/) }),
    ...(duration === undefined ? {} : { DAPF_DURATION_SECONDS: checked("--duration", duration, SECONDS) }),
  };
}

function trainingSettings({ exitCode, duration, outcome }: JobFlags): Record<string, string> {
  if (exitCode !== undefined)
    throw new UsageError("--exit-code is for container jobs: of training jobs give --outcome");
  return {
    ...(duration === undefined ? {} : { dapf_duration_seconds: checked("--duration", duration, SECONDS) }),
    ...(outcome === undefined ? {} : { dapf_outcome: checked("--outcome", outcome, OUTCOMES) }),
  };
}

const SECONDS = /^\d+(\.\d+)?$/;
const OUTCOMES = /^(SUCCEEDED|CAPACITY|FAILED(:[^,]+)?)(,(SUCCEEDED|CAPACITY|FAILED(:[^,]+)?))*$/;

function variable(text: string): [string, string] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`${text} is not of the form VARIABLE=value`);
  return [name, value];
}

function checked(option: string, text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw new UsageError(`${option} cannot be ${text}`);
  return text;
}
