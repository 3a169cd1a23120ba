/** Writes what jobs leave into S3 of moto, before anybody can see that they have ended. */
import { InternalCalls, s3Address } from "../edge/internal-calls";
import type { Forward } from "../edge/messages";
import type { Place } from "./arns";
import type { Output } from "./container-jobs/stand-in";

export class JobOutputs {
  private writing: Promise<void>[] = [];
  private forward: Forward | undefined;

  /** How moto is reached; called before the first job can exist. */
  through(forward: Forward): void {
    this.forward = forward;
  }

  write(place: Place, outputs: readonly Output[]): void {
    const { forward } = this;
    if (forward === undefined) return;
    const calls = new InternalCalls(forward, place);
    this.writing.push(...outputs.map((output) => write(calls, output)));
  }

  /** Resolves when all that was written by now is there. */
  async settled(): Promise<void> {
    const { writing } = this;
    this.writing = [];
    await Promise.all(writing);
  }
}

/** A bucket that does not exist is no fault of Batch: on AWS the container would fail on it, in its own words. */
async function write(calls: InternalCalls, { address, content }: Output): Promise<void> {
  const { bucket, key } = s3Address(address) ?? {};
  if (bucket === undefined || key === undefined) return;
  await calls.putObject(bucket, key, content).catch(() => undefined);
}
