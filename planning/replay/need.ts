/** So many instances of a unit of the environment. */
export interface Need {
  readonly unit: number;
  readonly count: number;
}
