import type { TextStream } from "../host";
import { columnsOf } from "./style";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[J";

/**
 * The last lines of a terminal, drawn over and over below what stays. A line is drawn over its predecessor and all in one
 * piece, so that nothing flickers.
 */
export class LiveArea {
  private drawn: readonly string[] = [];

  constructor(private readonly stream: TextStream) {}

  /**
   * @param above lines that stay, above the area
   * @param live the area as it is from now on, no line of it as long as the terminal is wide; none: the area is closed
   */
  draw(above: readonly string[], live: readonly string[]): void {
    if (above.length === 0 && live.length === 0 && this.drawn.length === 0) return;
    const height = this.height();
    const up = height === 0 ? "" : `\r\u001b[${height}A`;
    const cursor = this.drawn.length === 0 && live.length > 0 ? HIDE_CURSOR : "";
    const last = this.drawn.length > 0 && live.length === 0 ? SHOW_CURSOR : "";
    // What stays may be longer than the terminal is wide, and then goes on in lines that are not its own.
    const begin = above.length > 0 && height > 0 ? CLEAR_BELOW : "";
    const stays = above.map((line) => `${line}\n`).join("");
    const lines = live.map((line) => `${CLEAR_LINE}${line}\n`).join("");
    const rest = height > 0 ? CLEAR_BELOW : "";
    this.stream.write(`${up}${cursor}${begin}${stays}${lines}${rest}${last}`);
    this.drawn = live;
  }

  /** How many rows the area takes now: a terminal that has become narrower has broken its lines. */
  private height(): number {
    const { columns } = this.stream.size;
    return this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / columns)), 0);
  }
}
