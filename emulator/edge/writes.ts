/** Which calls that may change something are on their way, so that a client can be ended without losing their answers. */

/** What is under way at the edge. */
export interface WritesUnderWay {
  /** Calls that may change something and have no answer yet. */
  readonly underWay: number;
  /** Milliseconds since the last one began or was answered; null: there was none. */
  readonly quietMilliseconds: number | null;
}

/** Operations that change nothing, by their names: of the API (`DescribeVpcs`, `POST /get-group`) or of HTTP. */
const READ = /^(?:(?:GET|HEAD) |(?:POST \/(?:v\d+\/)?)?(?:get|batchget|head|list|describe|lookup|search))/i;

/** @param operation - as the edge calls it: the API's name, or method and path */
export function isRead(operation: string): boolean {
  return READ.test(operation);
}

export class Writes {
  private underWay = 0;
  private last: number | undefined;

  /** @param now - milliseconds of a clock that only goes forward */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * A call has come in.
   * @returns what to call once it has been answered
   */
  begin(operation: string): () => void {
    if (isRead(operation)) return () => undefined;
    this.move(1);
    return () => this.move(-1);
  }

  snapshot(): WritesUnderWay {
    const quietMilliseconds = this.last === undefined ? null : Math.round(this.now() - this.last);
    return { underWay: this.underWay, quietMilliseconds };
  }

  private move(by: 1 | -1): void {
    this.underWay += by;
    this.last = this.now();
  }
}
