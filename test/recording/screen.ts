/** A terminal without a window, whose screen can be looked at. */
/// <reference types="@cdktf/node-pty-prebuilt-multiarch" />
import { createRequire } from "node:module";
import type * as nodePty from "@lydell/node-pty";
import { type IBufferCell, Terminal } from "@xterm/headless";

// Cast: the package is installed under the name that cdktf-cli asks for, and its types have its own.
const { spawn } = createRequire(__filename)("@cdktf/node-pty-prebuilt-multiarch") as typeof nodePty;

/** Text of one look: colour 0 to 7 of the terminal's palette, absent for its usual one. */
export interface Run {
  readonly text: string;
  readonly column: number;
  readonly colour?: number;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** Rows from the top, each of runs; nothing of what is blank. */
export type Screen = readonly (readonly Run[])[];

export const COLUMNS = 120;
export const ROWS = 28;
/** How often the screen is looked at while a command runs. */
export const LOOK_MILLISECONDS = 700;

export class Recorder {
  /** What was seen, of screens that follow each other and are the same the first. */
  readonly screens: Screen[] = [];
  private readonly terminal = new Terminal({
    cols: COLUMNS,
    rows: ROWS,
    scrollback: 10_000,
    allowProposedApi: true,
  });

  /** @returns all that was written, a line each as it was, however the screen has broken it */
  get transcript(): string {
    const { active } = this.terminal.buffer;
    let text = "";
    for (let row = 0; row < active.length; row += 1) {
      const line = active.getLine(row);
      // Within a line that goes on, blanks at the end of a row are its own.
      const goesOn = active.getLine(row + 1)?.isWrapped === true;
      text += `${line?.translateToString(!goesOn) ?? ""}${goesOn ? "" : "\n"}`;
    }
    return text.trimEnd();
  }

  /** Types a command behind a prompt and runs it to its end. @throws Error when it fails */
  async run(command: string, cwd: string, variables: NodeJS.ProcessEnv): Promise<void> {
    await this.write(`\x1b[32m$\x1b[39m \x1b[1m${command}\x1b[22m\r\n`);
    this.look();
    const child = spawn("sh", ["-c", command], {
      name: "xterm-256color",
      cols: COLUMNS,
      rows: ROWS,
      cwd,
      env: variables,
    });
    const looking = setInterval(() => this.look(), LOOK_MILLISECONDS);
    child.onData((data) => this.terminal.write(data));
    const exitCode = await new Promise<number>((resolve) => child.onExit((end) => resolve(end.exitCode)));
    clearInterval(looking);
    await this.write("");
    this.look();
    if (exitCode !== 0) throw new Error(`${command}: exit code ${exitCode}\n${this.transcript}`);
  }

  private write(text: string): Promise<void> {
    return new Promise((resolve) => this.terminal.write(text, resolve));
  }

  private look(): void {
    const { active } = this.terminal.buffer;
    const screen = Array.from({ length: ROWS }, (_, row) => this.runsOf(active.baseY + row));
    if (JSON.stringify(screen) !== JSON.stringify(this.screens.at(-1))) this.screens.push(screen);
  }

  private runsOf(row: number): Run[] {
    const line = this.terminal.buffer.active.getLine(row);
    const runs: Run[] = [];
    for (let column = 0; column < COLUMNS; column += 1) {
      const cell = line?.getCell(column);
      if (cell === undefined) break;
      const run = { text: cell.getChars() || " ", column, ...lookOf(cell) };
      const last = runs.at(-1);
      if (last !== undefined && isSame(last, run)) runs[runs.length - 1] = { ...last, text: last.text + run.text };
      else runs.push(run);
    }
    return runs.filter(({ text }) => text.trim() !== "").map((run) => ({ ...run, text: run.text.trimEnd() }));
  }
}

function lookOf(cell: IBufferCell): Omit<Run, "text" | "column"> {
  const colour = cell.isFgPalette() ? { colour: cell.getFgColor() } : {};
  return { ...colour, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0 };
}

const isSame = (one: Run, other: Run) =>
  one.colour === other.colour && one.bold === other.bold && one.dim === other.dim;
