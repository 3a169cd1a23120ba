/** Numbers texts, so that a record holds a number in their place. */
export class Names {
  readonly list: string[] = [];
  private readonly indexes = new Map<string, number>();

  index(name: string): number {
    const known = this.indexes.get(name);
    if (known !== undefined) return known;
    this.indexes.set(name, this.list.length);
    return this.list.push(name) - 1;
  }
}
