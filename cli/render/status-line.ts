import type { TextStream } from "../host";
import { columnsOf, withoutMarks } from "./style";

const CLEAR = "\r\u001b[K";

/** A line at the bottom of a terminal that is drawn over and over, and leaves nothing behind. */
export class StatusLine {
  private isDrawn = false;

  constructor(private readonly stream: TextStream) {}

  draw(line: string): void {
    const room = this.stream.size.columns - 1;
    // What goes on in the next line would stay. Marks take no room: a line with colours is cut by its plain form.
    const shown = columnsOf(line) <= room ? line : withoutMarks(line).slice(0, room);
    this.clear();
    this.stream.write(shown);
    this.isDrawn = true;
  }

  clear(): void {
    if (this.isDrawn) this.stream.write(CLEAR);
    this.isDrawn = false;
  }
}
