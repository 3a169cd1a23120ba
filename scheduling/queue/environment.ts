import type { Need } from "./job";
import { NUM_INSTANCES } from "../../aws/batch/names";
import type { Amounts, EnvironmentSettings } from "../settings";
import { Units } from "./units";

/** The capacity that all queues of a pool share. */
export class Environment {
  readonly units = new Units();
  readonly use: number[] = [];
  max: readonly number[];

  constructor(private settings: EnvironmentSettings) {
    this.max = this.units.array(settings.capacity);
  }

  get enabled(): boolean {
    return this.settings.enabled;
  }

  /** Whether it counts instances whatever their type. */
  get counted(): boolean {
    return NUM_INSTANCES in this.settings.capacity;
  }

  get capacity(): Amounts {
    return this.settings.capacity;
  }

  change(settings: EnvironmentSettings): void {
    this.settings = settings;
    this.max = this.units.array(settings.capacity);
  }

  // Rules F4 and C4: what is dispatched never exceeds the capacity of the environment.
  fits(needs: readonly Need[]): boolean {
    for (const { unit, count } of needs) {
      if ((this.use[unit] ?? 0) + count > (this.max[unit] ?? 0)) return false;
    }
    return true;
  }

  /** Whether it could hold the job if it were empty. */
  couldFit(needs: readonly Need[]): boolean {
    return needs.every(({ unit, count }) => count <= (this.max[unit] ?? 0));
  }

  add(needs: readonly Need[], sign: 1 | -1): void {
    for (const { unit, count } of needs) this.use[unit] = (this.use[unit] ?? 0) + sign * count;
  }
}
