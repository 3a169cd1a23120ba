import type { TextStream } from "../host";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const HOME_AND_CLEAR = "\u001b[H\u001b[J";
const OTHER_SCREEN = "\u001b[?1049h";
const BACK = "\u001b[?1049l";

/** A picture that takes the place of the one before, on a screen of its own; the last one stays when it is closed. */
export class Redrawn {
  private last: readonly string[] | undefined;

  constructor(private readonly stream: TextStream) {}

  draw(lines: readonly string[]): void {
    const rows = Math.max(1, this.stream.size.rows - 1);
    const begin = this.last === undefined ? `${OTHER_SCREEN}${HIDE_CURSOR}` : "";
    this.last = lines;
    this.stream.write(`${begin}${HOME_AND_CLEAR}${lines.slice(0, rows).join("\n")}\n`);
  }

  close(): void {
    if (this.last === undefined) return;
    this.stream.write(`${BACK}${SHOW_CURSOR}${this.last.map((line) => `${line}\n`).join("")}`);
  }
}
