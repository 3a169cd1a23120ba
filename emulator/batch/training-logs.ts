/** Writes the logs of training jobs into CloudWatch Logs of moto. */
import { InternalCalls } from "../edge/internal-calls";
import { type LogEvent, LogStream } from "../edge/log-stream";
import type { Forward } from "../edge/messages";
import type { Place } from "./arns";
import type { Outlet } from "./outlet";

// SageMaker Developer Guide, logging-cloudwatch.
const GROUP = "/aws/sagemaker/TrainingJobs";

export class TrainingLogs implements Outlet {
  /** Stream -> when its lines so far are written; none once they are. */
  private readonly written = new Map<string, Promise<void>>();
  private forward: Forward | undefined;

  through(forward: Forward): void {
    this.forward = forward;
  }

  write(place: Place, streams: readonly string[], line: LogEvent): void {
    const { forward } = this;
    if (forward === undefined) return;
    for (const stream of streams) {
      const log = new LogStream(new InternalCalls(forward, place), GROUP, stream);
      const key = `${place.account}/${place.region}/${stream}`;
      const written = (this.written.get(key) ?? log.create())
        .then(() => log.put([line]))
        .finally(() => {
          if (this.written.get(key) === written) this.written.delete(key);
        });
      this.written.set(key, written);
    }
  }
}
