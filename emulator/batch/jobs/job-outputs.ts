/** Writes what jobs leave into S3 of moto, before anybody can see that they have ended. */
import { InternalCalls, s3Address } from "../../edge/internal-calls";
import type { Forward } from "../../edge/messages";
import type { Place } from "../../../aws/place";
import type { Outlet } from "../plumbing/outlet";
import type { Output } from "./container/stand-in";

export class JobOutputs implements Outlet {
  private readonly writing = new Set<Promise<void>>();

  /** @param forward - reaches moto */
  constructor(private readonly forward: Forward) {}

  write(place: Place, outputs: readonly Output[]): void {
    const calls = new InternalCalls(this.forward, place);
    for (const output of outputs) {
      const written = write(calls, output).finally(() => this.writing.delete(written));
      this.writing.add(written);
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }
}

/** A bucket that does not exist is no fault of Batch: on AWS the container would fail on it, in its own words. */
async function write(calls: InternalCalls, { address, content }: Output): Promise<void> {
  const { bucket, key } = s3Address(address) ?? {};
  if (bucket === undefined || key === undefined) return;
  await calls.putObject(bucket, key, content).catch(() => undefined);
}
