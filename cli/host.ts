import type { Readable } from "node:stream";
import type { InterruptSource } from "../deploy";

/** A place to write text to. */
export interface TextStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns and rows of the terminal; a guess when it is none. */
  readonly size: { readonly columns: number; readonly rows: number };
  /** Aborts when nobody reads any more (`| head`); absent where that is not noticed. */
  readonly closed?: AbortSignal;
}

/** The world outside of the commands: what a process has, and what a test puts in its place. */
export interface Host {
  /** Absolute path of the project. @throws NoProjectError */
  readonly root: string;
  /** Absolute path of the program that synthesizes. @throws NoProjectError */
  readonly program: string;
  readonly variables: NodeJS.ProcessEnv;
  /** Results. */
  readonly stdout: TextStream;
  /** Errors; also progress when the result is for a machine. */
  readonly stderr: TextStream;
  readonly interrupts: InterruptSource;
  /** Standard input, for what is too long to be held; absent where there is none. */
  readonly input?: Readable;
  /** All of standard input. */
  readInput(): Promise<Buffer>;
  /** Whether somebody can answer a question. */
  readonly canAsk: boolean;
  /**
   * Asks for a line.
   *
   * @throws InterruptedError when the answer is Ctrl-C or the end of the input
   */
  ask(question: string): Promise<string>;
}
