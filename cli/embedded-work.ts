import type { Presence } from "../locks";
import type { EmbeddedAws } from "./embedded-aws";
import type { Host } from "./host";
import { shellWord } from "../errors/shell-word";
import { waiting } from "./waiting";

/** What a command does with the embedded AWS of the clone; `local down` spares it as long as that lasts. */
export class EmbeddedWork {
  private use: Presence | undefined;
  private hasStarted = false;

  constructor(
    private readonly host: Host,
    private readonly args: readonly string[],
    private readonly load: () => Promise<EmbeddedAws>,
  ) {}

  /**
   * Announces the command, once, and waits while the embedded AWS is being stopped.
   *
   * @returns the library
   * @throws BeingStoppedError when that takes too long
   */
  async begin(): Promise<EmbeddedAws> {
    const aws = await this.load();
    this.use ??= await aws.announceUse(this.host.root, commandText(this.args), { onWait: waiting(this.host) });
    return aws;
  }

  /** Counts a process as the command's, which goes on with the work should the command be killed. */
  include(pid: number): void {
    this.use?.include(pid);
  }

  /** The embedded AWS did not run before this command. */
  noteStart(): void {
    this.hasStarted = true;
  }

  /**
   * Stops the embedded AWS after a failure when this command has started it, unless somebody else works with it by now.
   *
   * @returns whether it has been stopped
   */
  async undoStart(): Promise<boolean> {
    if (!this.hasStarted) return false;
    this.end();
    return (await this.load()).down(this.host.root).catch(() => false);
  }

  /** The command is over. */
  end(): void {
    this.use?.end();
  }
}

const LONGEST_TEXT = 100;

/** The command line on one line, without what makes it long. */
function commandText(args: readonly string[]): string {
  const text = args.map(wordText).join(" ").replaceAll(/\s+/g, " ");
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 2)} …`;
}

/** Values of variables and inputs can be secrets, and the file of a killed command stays until somebody looks. */
function wordText(word: string): string {
  const [, name] = /^([\w./-]+)=/.exec(word) ?? [];
  return name === undefined ? shellWord(word) : `${name}=…`;
}
