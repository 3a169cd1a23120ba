/** A job file of ten thousand mistakes of one kind, read and explained: prints what that took as JSON. */
import { ConfigError } from "../../config/errors";
import { readSubmissions } from "../../jobs/container/submissions";
import { stopwatch } from "../measure";

const COUNT = 10_000;

const jobs = Array.from({ length: COUNT }, (_, index) => ({
  jobName: `job-${index}`,
  jobQueue: "cpu",
  jobDefinition: "train",
  dependsOn: [{ jobId: `\${jab-${index}}` }],
}));
const text = JSON.stringify({ jobs }, null, 2);
const reading = stopwatch();
try {
  readSubmissions("workflow.json", text);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  const lines = error.message.split("\n").length;
  console.log(JSON.stringify({ time: reading(), problems: error.problems.length, lines }));
}
