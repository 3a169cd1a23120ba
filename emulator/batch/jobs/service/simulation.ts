/** How long a simulated training job takes and how it ends: as its hyperparameters or its environment say, or somebody outside. */
import { ClientException } from "../../plumbing/errors";
import type { TrainingRequest } from "./payload";

/** Seconds that each attempt trains, also with a fraction. @default the timing `running` */
export const DURATION = "dapf_duration_seconds";
/** Outcomes of the attempts, separated by commas; the last one holds for all further attempts. @default SUCCEEDED */
export const OUTCOME = "dapf_outcome";

/** How an attempt ends; the reason is SageMaker's FailureReason. */
export type Outcome =
  | { readonly kind: "SUCCEEDED" }
  | { readonly kind: "FAILED"; readonly reason: string }
  /** SageMaker finds no instances for as long as the attempt would have trained. */
  | { readonly kind: "CAPACITY" };

export interface Simulation {
  readonly milliseconds: number;
  readonly outcome: Outcome;
}

// SageMaker Developer Guide, "Training job failure reasons": the error of the algorithm, with the container's exit code.
const ALGORITHM_ERROR = "AlgorithmError: , exit code: 1";

/** What decides: names and values, `DURATION` and `OUTCOME` among them. */
export type Settings = Readonly<Record<string, string>>;

/** The SageMaker Python SDK sends hyperparameters as JSON, so that a text has quotes of its own. */
export function settingsIn({ HyperParameters, Environment }: TrainingRequest): Settings {
  const texts = Object.entries({ ...Environment, ...HyperParameters });
  return Object.fromEntries(texts.map(([name, text]) => [name, text.trim().replace(/^"(.*)"$/, "$1")]));
}

/**
 * @param before - attempts that have ended by themselves
 * @param usual - milliseconds when nobody says
 */
export function simulationOf(settings: Settings, before: number, usual: number): Simulation {
  const duration = settings[DURATION];
  const outcomes = outcomesIn(settings[OUTCOME]);
  return {
    milliseconds: duration === undefined ? usual : Math.round(secondsIn(duration) * 1000),
    outcome: outcomes[Math.min(before, outcomes.length - 1)] ?? { kind: "SUCCEEDED" },
  };
}

/** @throws ClientException when a value is not one that can be simulated, so that a typo does not pass for a success */
export function requireSimulation(settings: Settings): void {
  simulationOf(settings, 0, 0);
}

function outcomesIn(text: string | undefined): Outcome[] {
  return text === undefined ? [] : text.split(",").map((one) => outcomeIn(one.trim()));
}

function outcomeIn(text: string): Outcome {
  const [, word, reason] = /^(SUCCEEDED|FAILED|CAPACITY)(?::\s*(.+))?$/.exec(text) ?? [];
  if (word === "FAILED") return { kind: word, reason: reason ?? ALGORITHM_ERROR };
  if (reason === undefined && (word === "SUCCEEDED" || word === "CAPACITY")) return { kind: word };
  throw new ClientException(
    `The embedded AWS cannot simulate ${OUTCOME}=${text}: it knows SUCCEEDED, FAILED, FAILED:<reason> and CAPACITY.`,
  );
}

function secondsIn(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new ClientException(`The embedded AWS cannot simulate ${DURATION}=${text}: it must be a number of seconds.`);
}
