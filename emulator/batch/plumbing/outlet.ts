/** Where Batch leaves something in other services, all of which are moto's. */
export interface Outlet {
  /** Resolves when all is there that was left by now; absent: no answer of Batch waits for it. */
  settled?(): Promise<void>;
  /** Forgets what has not been left yet; moto has forgotten everything, too. */
  reset?(): void;
}
