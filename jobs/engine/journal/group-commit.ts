import type { FileHandle } from "node:fs/promises";

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Appends lines, each safe on the disk when its promise resolves; lines that wait at the same time share one sync. */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private isFlushing = false;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly file: FileHandle) {}

  append(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure.error);
      this.waiting.push({ line, resolve, reject });
      if (!this.isFlushing) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.isFlushing = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        await this.file.appendFile(group.map(({ line }) => line).join(""));
        await this.file.datasync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        // What is on the disk is not known any more: nothing is appended after a gap.
        this.failure = { error };
        for (const { reject } of [...group, ...this.waiting.splice(0)]) reject(error);
      }
    }
    this.isFlushing = false;
  }
}
