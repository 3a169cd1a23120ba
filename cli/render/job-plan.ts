import type { Graph } from "../../jobs/engine/graph";
import type { PlannedContainerJob } from "../../jobs/container/submissions";
import { amount, type Style } from "./style";

/** @returns the jobs of a file as a graph: step by step, each job with where it goes and what it waits for. */
export function planLines({ order, layers }: Graph<PlannedContainerJob>, rate: number, style: Style): string[] {
  const width = Math.max(...order.map(({ name }) => name.length));
  const seconds = Math.ceil(order.length / rate);
  const head = `${amount(order.length, "job")} in ${amount(layers.length, "step")}, about ${amount(seconds, "second")} to submit at ${rate} a second`;
  const steps = layers.flatMap((layer, index) => [
    style.bold(`step ${index + 1}`),
    ...layer.map(({ name, needs, request }) => {
      const size = request.arrayProperties?.size;
      const array = size === undefined ? "" : ` x ${size}`;
      const after = needs.length === 0 ? "" : `  after ${needs.join(", ")}`;
      return `  ${name.padEnd(width)}  ${request.jobDefinition ?? ""}${array} -> ${request.jobQueue ?? ""}${style.dim(after)}`;
    }),
  ]);
  return [head, ...steps];
}
