/** @returns the text of a job file: layers of 100 jobs, each job after some of the layer before; `edges` in all. */
export function workflowText(jobs: number, edges: number): string {
  const width = 100;
  let left = edges;
  const list = Array.from({ length: jobs }, (_, index) => {
    const layer = Math.floor(index / width);
    const layersLeft = jobs - Math.max(index, width);
    const count = layer === 0 ? 0 : Math.min(20, Math.ceil(left / layersLeft));
    left -= count;
    const first = (layer - 1) * width;
    const dependsOn = Array.from({ length: count }, (__, edge) => ({
      jobId: `\${job-${first + ((index + edge * 7) % width)}}`,
    }));
    const environment = [{ name: "INPUT", value: `s3://data/${index}` }];
    return {
      jobName: `job-${index}`,
      jobQueue: "cpu",
      jobDefinition: "train",
      containerOverrides: { environment },
      dependsOn,
    };
  });
  return JSON.stringify({ jobs: list }, null, 2);
}
