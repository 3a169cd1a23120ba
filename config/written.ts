/** A scalar whose text is not what `String` makes of its value. None is left in what a schema has validated. */
export class Written {
  constructor(
    /** As it stands in the file. */
    readonly text: string,
    readonly value: number | boolean,
  ) {}

  toString(): string {
    return this.text;
  }
}
