/** A place in a text file; both numbers are 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text, for many places in it. */
export class Lines {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  /** @returns the line and column of a character offset. */
  positionAt(offset: number): Position {
    let [line, after] = [0, this.starts.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) line = middle;
      else after = middle;
    }
    return { line: line + 1, column: offset - (this.starts[line] ?? 0) + 1 };
  }

  /** @returns the character offset of a line and column. */
  offsetAt({ line, column }: Position): number {
    return (this.starts[line - 1] ?? 0) + column - 1;
  }
}
