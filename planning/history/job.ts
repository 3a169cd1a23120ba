/** What a job of a history asks for; which instances that are depends on the environment that it is replayed in. */
export type Demand = (
  | { readonly instances: number; readonly type?: string }
  | { readonly gpus: number }
  /** Instances by type, of a job with several. */
  | { readonly types: Readonly<Record<string, number>> }
) & {
  /** What a container job asks for, as far as the history says it. */
  readonly container?: { readonly vcpus?: number; /** MiB */ readonly memory?: number };
};

/** One job as it was submitted. */
export interface HistoryJob {
  /** Empty where the history gives jobs no names. */
  readonly name: string;
  /** Where it stands in its source, from 1. */
  readonly line: number;
  /** Milliseconds since 1970, or since the begin of a history that has no date. */
  readonly submittedAt: number;
  /** Milliseconds of work, start-up not counted. */
  readonly duration: number;
  readonly demand: Demand;
  /** Empty where the history does not say. */
  readonly queue: string;
  readonly share: string;
  readonly team: string;
  readonly priority: number;
  /** How it ended: `SUCCEEDED`; absent or empty where the history does not say. */
  readonly result?: string;
}

/** Takes the jobs of a history one by one. */
export type JobSink = (job: HistoryJob) => void;

/** What a reader of a history tells beside its jobs. */
export interface ReadNotes {
  /** Jobs that cannot be replayed, by why, as `status never ran`. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Jobs that are replayed otherwise than they went, by what happened to them, as `preempted`. */
  readonly toldOtherwise: Readonly<Record<string, number>>;
  /** In which columns it stands when a job was submitted and how large it is, as `3 (instances)`; none of made-up jobs. */
  readonly columns?: SourceColumns;
}

export interface SourceColumns {
  readonly submit: string;
  readonly size?: string;
}
