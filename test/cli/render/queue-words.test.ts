import { settingsText } from "../../../cli/render/queue-words";

const reason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT";
const overview = (settings: Record<string, string | number>) => ({
  name: "gpu",
  presence: "both" as const,
  state: "ENABLED",
  capacity: [],
  settings,
});

describe("what is said of a queue beyond its order, priority and state", () => {
  test("of each time limit is one sentence, behind all else", () => {
    const limit = `jobStateTimeLimitActions[${reason}]`;
    const settings = {
      [`${limit}.action`]: "CANCEL",
      [`${limit}.maxTimeSeconds`]: 600,
      [`${limit}.state`]: "RUNNABLE",
      "fairsharePolicy.shareDecaySeconds": 3600,
    };

    expect(settingsText(overview(settings))).toEqual([
      "shareDecaySeconds 3600",
      `CANCEL after 600 s RUNNABLE with ${reason}`,
    ]);
  });

  test("is nothing where there is nothing", () => {
    expect(settingsText(overview({}))).toEqual([]);
  });
});
