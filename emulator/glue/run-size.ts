/** How many workers or DPUs a run has. */
import { DPUS_BY_WORKER, USUAL_CAPACITY } from "../../aws/glue/jobs";
import { textOf } from "../edge/messages";

export interface RunSize {
  readonly workerType: string | undefined;
  readonly numberOfWorkers: number | undefined;
  /** DPUs. */
  readonly capacity: number;
}

/** The members of a job, or of StartJobRun, that say how large it is; a rule has looked at them, or will. */
export interface Sizing {
  readonly WorkerType?: unknown;
  readonly NumberOfWorkers?: unknown;
  readonly MaxCapacity?: unknown;
  /** The old name of MaxCapacity. */
  readonly AllocatedCapacity?: unknown;
}

/** A run with workers of its own has none of the job's DPUs; all else that it does not say is the job's. */
export function sizingOf(job: Sizing, run: Sizing): Sizing {
  const isByWorkers = run.WorkerType !== undefined || run.NumberOfWorkers !== undefined;
  const own = run.MaxCapacity ?? run.AllocatedCapacity;
  return {
    WorkerType: run.WorkerType ?? job.WorkerType,
    NumberOfWorkers: run.NumberOfWorkers ?? job.NumberOfWorkers,
    MaxCapacity: isByWorkers ? own : (own ?? job.MaxCapacity ?? job.AllocatedCapacity),
  };
}

export function sizeOf({ WorkerType, NumberOfWorkers, MaxCapacity }: Sizing, isShell: boolean): RunSize {
  const workerType = textOf(WorkerType) || undefined;
  const numberOfWorkers = numberIn(NumberOfWorkers);
  const byWorkers =
    workerType === undefined || numberOfWorkers === undefined
      ? undefined
      : (DPUS_BY_WORKER[workerType] ?? 1) * numberOfWorkers;
  const usual = isShell ? USUAL_CAPACITY.shell : USUAL_CAPACITY.spark;
  return { workerType, numberOfWorkers, capacity: numberIn(MaxCapacity) ?? byWorkers ?? usual };
}

function numberIn(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
