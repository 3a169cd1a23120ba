import { parseHTML } from "linkedom";
import { planPage } from "../../../planning/page/page";
import { defaultAssumptions } from "../../../planning/replay/assumptions";
import { replay, type Replay } from "../../../planning/replay/replay";
import { answer } from "../../../planning/report";
import { parseTarget } from "../../../planning/target/target";
import { Crew } from "../../../planning/variants/crew";
import { containers, ec2, fargate } from "../compute/fixture";
import { logOf, planOf } from "../fixture";

/** A crew that works in this thread. */
class Here extends Crew {
  override run(task: Replay) {
    return Promise.resolve(replay(task));
  }
}

it("the page of container queues counts vCPUs, and has a row for each environment", async () => {
  const environments = [fargate("light", 2), ec2("cpu", 8)];
  const jobs = Array.from({ length: 20 }, (_, i) => {
    return { submit: i, duration: 60, demand: { instances: 1, container: { vcpus: 2, memory: 512 } } };
  });
  const toldOtherwise = { preempted: 3 };
  const report = await answer(
    {
      plans: [planOf(containers(environments, { name: "q", environments: ["light", "cpu"] }))],
      history: { log: logOf(jobs), leftOut: {}, toldOtherwise, remove: () => undefined },
      jobs: "jobs.csv",
      assumptions: defaultAssumptions,
      sensitivity: false,
      targets: [parseTarget("max wait <= 1m")],
    },
    new Here(1),
  );
  const { document } = parseHTML(planPage(report));
  const rowsOf = (caption: string) => {
    const tables = [...document.querySelectorAll("table")];
    const table = tables.find((one) => one.querySelector("caption")?.textContent?.trim() === caption);
    return [...(table?.querySelectorAll("tr") ?? [])].map((row) =>
      [...row.children].map((cell) => cell.textContent?.trim()),
    );
  };
  const [headings, ...rows] = rowsOf("test: by compute environment");
  expect(headings?.slice(0, 3)).toEqual(["Environment", "maxvCpus", "Most at once"]);
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    ["light", "2", "2"],
    ["cpu", "8", "8"],
  ]);
  expect(rowsOf("What was tried")[0]).toEqual(["vCPUs", "Targets", "Values"]);
  const text = document.body.textContent ?? "";
  expect(text).toContain("3 jobs were preempted: replayed as one run, as long as the history says.");
  expect(text).not.toMatch(/instance-hours/i);
});
