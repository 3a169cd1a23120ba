import { jobRows } from "./jobs";
import { monitorRows } from "./monitor";
import { platformRows } from "./platform";
import { queueRows } from "./queues";
import { schedulingRows } from "./scheduling";
import { synthesisRows } from "./synth";
import { table, type Row } from "./table";
import { trainingRows } from "./train";

// npm run bench [-- synth|platform|queues|scheduling|jobs|monitor|train]: prints the measured claims; quiet machines give steadier figures.
const suites: Record<string, () => Row[]> = {
  synth: synthesisRows,
  platform: platformRows,
  queues: queueRows,
  jobs: jobRows,
  monitor: monitorRows,
  scheduling: schedulingRows,
  train: trainingRows,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`Unknown suite ${unknown.join(", ")} (there are: ${Object.keys(suites).join(", ")})`);
  process.exitCode = 2;
} else {
  const rows = Object.entries(suites)
    .filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .flatMap(([name, suite]) => {
      console.error(`Measuring ${name} ...`);
      return suite();
    });
  console.log(table(rows));
}
