/** Where Batch leaves something in other services, all of which are moto's. */
import type { Forward } from "../edge/messages";

export interface Outlet {
  /** How moto is reached; called before the first job can exist. */
  through(forward: Forward): void;
  /** Resolves when all is there that was left by now; absent: no answer of Batch waits for it. */
  settled?(): Promise<void>;
  /** Forgets what has not been left yet; moto has forgotten everything, too. */
  reset?(): void;
}
