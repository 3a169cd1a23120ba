// The unit that times are measured in: one run of this file. It does what dapf does: JSON, maps, sorting, allocation.
const jobs = Array.from({ length: 2_000 }, (_, index) => ({
  jobName: `job-${index}`,
  jobQueue: `queue-${index % 20}`,
  priority: (index * 7) % 5,
  dependsOn: [1, 2, 3].map((step) => ({ jobId: `job-${Math.max(0, index - step * 7)}` })),
  tags: { team: "forecast", step: String(index) },
}));

for (let round = 0; round < 30; round += 1) {
  const read = JSON.parse(JSON.stringify(jobs));
  const byName = new Map(read.map((job) => [job.jobName, job]));
  const waiting = new Map();
  for (const job of read) waiting.set(job.jobQueue, [...(waiting.get(job.jobQueue) ?? []), { ...job, at: round }]);
  for (const queue of waiting.values()) {
    queue.sort((a, b) => b.priority - a.priority || a.jobName.localeCompare(b.jobName));
    for (const { dependsOn } of queue) for (const { jobId } of dependsOn) byName.get(jobId).priority += 1;
  }
}
