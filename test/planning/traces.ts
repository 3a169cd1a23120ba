import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type History, openHistory } from "../../planning/history/history";
import type { ColumnMapping } from "../../planning/history/columns";

const folder = resolve(__dirname, "../../../shared/data/traces");

/** Tests on workload traces of others beside the repository; where they are absent one skipped test says so. */
export function describeTraces(title: string, tests: () => void): void {
  const skipped = it.skip;
  describe(title, () => {
    if (existsSync(folder)) tests();
    else skipped("(skipped: ../shared/data/traces is absent)", () => undefined);
  });
}

/** Submits of October and November 2017. */
export const OCTOBER_AND_NOVEMBER = {
  from: Date.parse("2017-10-01T00:00:00Z"),
  until: Date.parse("2017-11-30T23:59:00Z"),
};

/** Seconds that the jobs of these months wait on average in one FIFO queue of so many GPUs, as the reference says. */
export const ONE_POOL: readonly (readonly [gpus: number, mean: number])[] = [
  [512, 106_781],
  [640, 7043],
  [768, 311],
];

/** @returns GPUs of each of the 11 virtual clusters: nodes of 8 */
export function phillyClusters(): ReadonlyMap<string, number> {
  const [, ...lines] = readFileSync(join(folder, "philly/philly_vc.csv"), "utf8").trim().split("\n");
  return new Map(lines.map((line): [string, number] => [line.split(",")[0] ?? "", 8 * Number(line.split(",")[1])]));
}

export function philly(columns: ColumnMapping = {}, only?: ReadonlySet<string>): Promise<History> {
  const known = { submit: "timestamp", instances: "num_gpus", queue: "cluster", share: "cluster", ...columns };
  const filter = only && { share: only };
  return openHistory({ file: "philly/philly.csv", folder, columns: known, only: filter });
}

export function kthSp2(): Promise<History> {
  return openHistory({ file: "kth-sp2/KTH-SP2.swf.gz", folder, columns: {} });
}
