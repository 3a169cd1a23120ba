import type { History } from "../../../planning/history/history";
import { defaultAssumptions } from "../../../planning/replay/assumptions";
import { replay } from "../../../planning/replay/replay";
import { fifo, planOf } from "../fixture";
import { describeTraces, kthSp2, OCTOBER_AND_NOVEMBER as window, ONE_POOL, philly, phillyClusters } from "../traces";

const assumptions = defaultAssumptions;

describeTraces("Microsoft's Philly trace", () => {
  let history: History;
  const clusters = () => phillyClusters();
  beforeAll(async () => {
    history = await philly({}, new Set(clusters().keys()));
  });
  afterAll(() => history.remove());

  it("waits 104.16 s where each cluster is a FIFO queue of its own, and in each as in the reference", () => {
    const plan = planOf(...[...clusters()].map(([name, gpus]) => fifo(name, gpus)));
    const { total, queues } = replay({ log: history.log, plan, assumptions, window });
    expect(total.succeeded).toBe(68_503);
    expect(total.wait.mean.toFixed(2)).toBe("104.16");
    const means = Object.fromEntries(queues.map(({ name, wait }) => [name, Number(wait.mean.toFixed(1))]));
    expect(means).toEqual({
      "2869ce": 11343.4,
      "103959": 225.1,
      "11cb48": 240.9,
      b436b2: 22.8,
      "6214e9": 5.8,
      ed69ec: 4.1,
      "6c71a0": 0.5,
      "0e4a51": 0,
      "7f04ca": 0,
      e13805: 0,
      ee9e8c: 0,
    });
  });

  it.each(ONE_POOL)("waits as the reference says in one pool of %d", (capacity, mean) => {
    const { total } = replay({ log: history.log, plan: planOf(fifo("all", capacity)), assumptions, window });
    expect(total.wait.mean.toFixed(0)).toBe(String(mean));
  });
});

describeTraces("KTH-SP2", () => {
  it("waits 354,002 s as one FIFO queue of 100 processors, and ends after 29,381,344 s", async () => {
    const history = await kthSp2();
    const { total, makespanSeconds } = replay({ log: history.log, plan: planOf(fifo("sp2", 100)), assumptions });
    history.remove();
    expect(total.succeeded).toBe(28_481);
    expect(total.wait.mean.toFixed(0)).toBe("354002");
    expect(makespanSeconds).toBe(29_381_344);
  });
});
