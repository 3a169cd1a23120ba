/** All parts of authorization, put together for one embedded AWS. */
import { IamAuthority } from "./authority";
import type { IamMode } from "./authority-types";
import { Callers } from "./callers/callers";
import { IssuedKeys } from "./callers/issued";
import { Sts } from "./callers/sts";
import { Gate } from "./gate";
import { Judge } from "./judge";
import { Recorder } from "./record/recorder";
import type { AskMoto } from "./store/questions";
import { Store, type TagsAtEdge } from "./store/store";

export interface IamOptions {
  readonly mode: IamMode;
  /** Asks moto, behind the edge. */
  readonly ask: AskMoto;
  /** Tags of what services at the edge hold. */
  readonly tagsAtEdge: TagsAtEdge;
}

export class Iam {
  readonly mode: IamMode;
  readonly store: Store;
  readonly recorder = new Recorder();
  readonly callers: Callers;
  readonly gate: Gate;
  readonly authority: IamAuthority;
  readonly sts: Sts;
  private readonly issued = new IssuedKeys();

  constructor({ mode, ask, tagsAtEdge }: IamOptions) {
    this.mode = mode;
    const store = new Store(ask, tagsAtEdge);
    const judge = new Judge(store, this.recorder, mode === "report");
    const { issued } = this;
    this.store = store;
    this.callers = new Callers(store, issued);
    this.gate = new Gate(mode, store, this.callers, judge);
    this.authority = new IamAuthority(mode, store, judge, issued);
    this.sts = new Sts({ mode, store, judge, issued });
  }

  /** All resources of all accounts have been forgotten. */
  reset(): void {
    this.store.clear();
    this.recorder.reset();
    this.issued.clear();
  }
}
