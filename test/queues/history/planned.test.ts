import { LogReader } from "../../../planning/history/job-log";
import { CSV_HEADER, csvLine, type JobRecord } from "../../../queues/history";
import { historyOf } from "../../planning/fixture";

const at = (minute: number) => Date.parse("2026-03-02T09:00:00Z") + minute * 60_000;

function record(changes: Partial<JobRecord>): JobRecord {
  return {
    ...{ job: "job", name: "train", queue: "queue", submitted: at(0), runnable: at(1), started: at(5), ended: at(65) },
    ...{ attempts: 1, preemptions: 0, capacity: {}, result: "SUCCEEDED", ran: 3_600_000, lost: 0 },
    ...changes,
  };
}

/** What dapf queues plan reads of it. */
async function planned(records: readonly JobRecord[]) {
  const { log, leftOut } = await historyOf(`${[CSV_HEADER, ...records.map(csvLine)].join("\n")}\n`);
  const reader = new LogReader(log);
  const jobs = [];
  for (; reader.submittedAt < Infinity; reader.advance()) {
    const { submittedAt, duration, demand, share, team, queue } = reader;
    const names = { queue: log.queues[queue], share: log.shares[share], team: log.teams[team] };
    jobs.push({ submittedAt, duration, demand: log.demands[demand], ...names });
  }
  reader.close();
  return { jobs, leftOut };
}

describe("what dapf queues history writes is what dapf queues plan reads", () => {
  it("of a training job", async () => {
    const { jobs } = await planned([record({ share: "QS1", team: "vision", capacity: { "ml.g5.xlarge": 2 } })]);

    expect(jobs).toEqual([
      {
        ...{ submittedAt: at(0), duration: 3_600_000, queue: "queue", share: "QS1", team: "vision" },
        demand: { types: { "ml.g5.xlarge": 2 } },
      },
    ]);
  });

  it("of a container, also with the parts of a vCPU that Fargate has", async () => {
    const { jobs } = await planned([
      record({ job: "a", share: "blue", capacity: { vCPU: 0.25, MiB: 512 } }),
      record({ job: "b", share: "blue", capacity: { vCPU: 4, MiB: 8192, GPU: 1 } }),
    ]);

    expect(jobs.map(({ demand }) => demand)).toEqual([
      { instances: 1, container: { vcpus: 0.25, memory: 512 } },
      { gpus: 1, container: { vcpus: 4, memory: 8192 } },
    ]);
  });

  it("with a team whose tag has what tags may have", async () => {
    const team = "Über: a/b=c+d-e@f._";

    expect((await planned([record({ team, capacity: { "ml.g5.xlarge": 1 } })])).jobs).toMatchObject([{ team }]);
  });

  it("and what has not ended is left out", async () => {
    const running = record({ job: "b", ended: undefined, result: "RUNNING", capacity: { "ml.g5.xlarge": 1 } });
    const { jobs, leftOut } = await planned([record({ capacity: { "ml.g5.xlarge": 1 } }), running]);

    expect(jobs).toHaveLength(1);
    expect(Object.values(leftOut)).toContain(1);
  });
});
