import { type Need, totalOf } from "./job";
import { NUM_INSTANCES } from "../../aws/batch/names";
import type { Amounts } from "../settings";

/** Numbers the units of a pool, so that sums are kept in arrays. */
export class Units {
  readonly names: string[] = [];
  private readonly indexes = new Map<string, number>();

  index(name: string): number {
    const known = this.indexes.get(name);
    if (known !== undefined) return known;
    this.indexes.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  /** @returns amounts by index */
  array(amounts: Amounts): number[] {
    for (const name of Object.keys(amounts)) this.index(name);
    return this.names.map((name) => amounts[name] ?? 0);
  }

  /** @returns amounts by name, without those that are nothing */
  amounts(array: readonly number[]): Amounts {
    const found: Record<string, number> = {};
    array.forEach((count, unit) => {
      const name = this.names[unit];
      if (count !== 0 && name !== undefined) found[name] = count;
    });
    return found;
  }

  /**
   * @param counted whether the environment counts instances of any type (`NUM_INSTANCES`)
   * @returns what a job takes of the environment; a heterogeneous cluster takes the sum of its groups
   */
  needs(demand: Amounts, counted: boolean): Need[] {
    if (counted) return [{ unit: this.index(NUM_INSTANCES), count: totalOf(demand) }];
    return Object.keys(demand).map((type) => ({ unit: this.index(type), count: demand[type] ?? 0 }));
  }
}
