/** Writes what jobs leave into S3 of moto, before anybody can see that they have ended. */
import { InternalCalls, s3Address } from "../../edge/internal-calls";
import type { Forward } from "../../edge/messages";
import { InternalCallError } from "../../errors";
import type { Authority, RoleCredentials } from "../../iam/authority-types";
import type { Place } from "../../../aws/place";
import type { Outlet } from "../plumbing/outlet";
import type { Output } from "./container/stand-in";

export class JobOutputs implements Outlet {
  private readonly writing = new Set<Promise<unknown>>();

  /** @param forward - reaches moto */
  constructor(
    private readonly authority: Authority,
    private readonly forward: Forward,
  ) {}

  /**
   * @param credentials - of the job; absent: it has none
   * @returns what the job would have printed, had it failed on this; undefined when all is written
   */
  async write(
    place: Place,
    outputs: readonly Output[],
    credentials: RoleCredentials | undefined,
  ): Promise<string | undefined> {
    // boto3's words.
    if (credentials === undefined) return "NoCredentialsError: Unable to locate credentials";
    const calls = new InternalCalls(this.authority.callingAs(credentials.principal, this.forward), place);
    const written = Promise.all(outputs.map((output) => write(calls, output)));
    this.writing.add(written);
    const problems = await written.finally(() => this.writing.delete(written));
    return problems.find((problem) => problem !== undefined);
  }

  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }
}

/** A bucket that does not exist is no fault of Batch: on AWS the container would fail on it, in its own words. */
async function write(calls: InternalCalls, { address, content }: Output): Promise<string | undefined> {
  const { bucket, key } = s3Address(address) ?? {};
  if (bucket === undefined || key === undefined) return undefined;
  try {
    await calls.putObject(bucket, key, content);
    return undefined;
  } catch (error) {
    if (!(error instanceof InternalCallError) || error.status !== 403) return undefined;
    return `An error occurred (AccessDenied) when calling the PutObject operation: ${error.said}`;
  }
}
