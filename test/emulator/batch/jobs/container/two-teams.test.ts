import type { ContainerJobEvent } from "../../../../../emulator/batch/plumbing/batch-event";
import { arn, valid } from "../../account";
import { JobsAccount } from "./jobs-account";

const JOBS_EACH = 500;
const SECOND = 1000;

interface Run {
  readonly team: string;
  readonly vcpus: number;
  readonly from: number;
  readonly to: number;
}

/** What ran, as the events of the jobs tell it. */
function runsIn(events: readonly ContainerJobEvent[]): Run[] {
  const started = new Map<string, number>();
  return events.flatMap(({ at, detail: { jobId = "", status, shareIdentifier = "", container } }) => {
    if (status === "RUNNING") started.set(jobId, at);
    if (status !== "SUCCEEDED") return [];
    return { team: shareIdentifier, vcpus: container?.vcpus ?? 0, from: started.get(jobId) ?? at, to: at };
  });
}

/** vCPU-time of a team until a moment. */
const usage = (runs: readonly Run[], team: string, until: number) =>
  runs
    .filter((run) => run.team === team)
    .reduce((sum, { vcpus, from, to }) => sum + vcpus * Math.max(Math.min(to, until) - from, 0), 0);

/** How the jobs of a team are. */
interface Jobs {
  readonly seconds: number;
  readonly vcpus: number;
}

/** Two teams submit all their jobs at once to one queue; what they ran, and until when both had jobs waiting. */
function flood(weights: Readonly<Record<string, number>>, jobs: Readonly<Record<string, Jobs>>) {
  const events: ContainerJobEvent[] = [];
  const batch = new JobsAccount(
    { maxvCpus: 64, instanceTypes: ["c5", "m5"] },
    // Cast: an account without service jobs has events of container jobs only.
    { onEvent: (_, event) => events.push(event as ContainerJobEvent) },
  );
  const shareDistribution = Object.entries(weights).map(([shareIdentifier, weightFactor]) => ({
    shareIdentifier,
    weightFactor,
  }));
  batch.call("CreateSchedulingPolicy", {
    name: "teams",
    fairsharePolicy: { shareDecaySeconds: 3600, computeReservation: 0, shareDistribution },
  });
  const schedulingPolicyArn = arn("scheduling-policy/teams");
  batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "teams", schedulingPolicyArn }));
  for (const [team, { seconds, vcpus }] of Object.entries(jobs)) {
    const jobDefinition = `${team}-work`;
    batch.define({ jobDefinitionName: jobDefinition, schedulingPriority: 1 }, { vcpus });
    const environment = [{ name: "DAPF_DURATION_SECONDS", value: String(seconds) }];
    for (let count = 0; count < JOBS_EACH; count += 1) {
      batch.submit({
        jobQueue: "teams",
        jobDefinition,
        shareIdentifier: team,
        containerOverrides: { environment },
      });
    }
  }
  while (events.filter(({ detail }) => detail.status === "SUCCEEDED").length < 2 * JOBS_EACH) {
    batch.clock.step(10 * SECOND);
    batch.service.catchUp();
  }
  const runs = runsIn(events);
  const lastStart = (team: string) => Math.max(...runs.filter((run) => run.team === team).map(({ from }) => from));
  return { runs, until: Math.min(...Object.keys(weights).map(lastStart)) };
}

describe("two teams that flood one fair-share queue", () => {
  it.each([
    ["jobs of one kind", { ml: { seconds: 60, vcpus: 2 }, finance: { seconds: 60, vcpus: 2 } }],
    ["jobs of different lengths", { ml: { seconds: 45, vcpus: 2 }, finance: { seconds: 100, vcpus: 2 } }],
    ["jobs of different sizes", { ml: { seconds: 60, vcpus: 4 }, finance: { seconds: 60, vcpus: 1 } }],
  ])("with weights 1 and 3 and %s share its vCPU-time 3 : 1", (_, jobs) => {
    const { runs, until } = flood({ ml: 1, finance: 3 }, jobs);
    expect(runs).toHaveLength(2 * JOBS_EACH);
    const ratio = usage(runs, "ml", until) / usage(runs, "finance", until);
    expect(ratio).toBeGreaterThan(3 * 0.95);
    expect(ratio).toBeLessThan(3 * 1.05);
  });
});
