import type { JobDetail } from "@aws-sdk/client-batch";
import { findingsOf } from "../../../../diagnosis/finding";
import { FAILURE_RULES } from "../../../../diagnosis/rules/failed";
import { describeRule, failedWith } from "../../facts";

/** The rule that tells first, and whether to submit the job once more. */
function told(reason: string, changes: Partial<JobDetail> = {}, lines: readonly string[] = []) {
  const [first] = findingsOf(FAILURE_RULES, failedWith(reason, changes, lines));
  return [first?.rule, first?.retry];
}
const exit = (exitCode: number, reason?: string) => ({
  container: { exitCode, ...(reason === undefined ? {} : { reason }) },
});
const EXITED = "Essential container in task exited";
const NOT_STARTED = "Task failed to start";
const started = (reason: string) => [NOT_STARTED, { container: { reason, image: "train" } }] as const;

type Reason = readonly [string, Partial<JobDetail>?, (readonly string[])?];
/** By rule, and whether to submit the same once more. */
const REASONS: readonly (readonly [rule: string, retry: string, reason: Reason])[] = [
  ["out-of-memory", "would not help", [EXITED, exit(137, "OutOfMemoryError: Container killed due to memory usage")]],
  ["killed", "may help", [EXITED, exit(137)]],
  ["killed", "may help", [EXITED, exit(139)]],
  ["command-missing", "would not help", [EXITED, exit(127)]],
  [
    "command-missing",
    "would not help",
    started('CannotStartContainerError: exec: "train": executable file not found in $PATH'),
  ],
  ["exit-code", "may help", [EXITED, exit(3)]],
  [
    "timed-out",
    "would not help",
    ["Job attempt duration exceeded timeout", { timeout: { attemptDurationSeconds: 60 } }],
  ],
  ["host-gone", "would help", ["Host EC2 (instance i-0123456789abcdef0) terminated."]],
  ["host-gone", "would help", ["Your Spot Task was interrupted."]],
  [
    "pull-not-found",
    "would not help",
    started("CannotPullContainerError: manifest unknown: Requested image not found"),
  ],
  [
    "pull-denied",
    "would not help",
    started("CannotPullContainerError: pull access denied for train: denied: not authorized"),
  ],
  ["pull-timed-out", "may help", started("CannotPullContainerError: dial tcp 52.1.2.3:443: i/o timeout")],
  [
    "pull-limited",
    "would help",
    started("CannotPullContainerError: toomanyrequests: You have reached your pull rate limit"),
  ],
  [
    "pull-architecture",
    "would not help",
    started("CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'"),
  ],
  ["pull-disk-full", "may help", started("CannotCreateContainerError: write /var: no space left on device")],
  [
    "secret-unread",
    "would not help",
    [
      "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: not found",
    ],
  ],
  [
    "registry-unreached",
    "would not help",
    ["ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve ecr registry auth: 403"],
  ],
  [
    "log-refused",
    "would not help",
    ["ResourceInitializationError: failed to validate logger args: create stream failed"],
  ],
  ["role-refused", "would not help", ["ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided"]],
  ["overrides-too-long", "would not help", ["Container Overrides length must be at most 8192"]],
  ["wrong-architecture", "would not help", [EXITED, exit(1), ["exec /train: exec format error"]]],
  [
    "time-limit",
    "would not help",
    ["Canceled by JobStateTimeLimit action due to reason: CAPACITY:X", { isCancelled: true }],
  ],
  ["ended-by-hand", "would help", ["wrong data", { isTerminated: true }]],
  ["not-started", "may help", started("CannotStartContainerError: something new")],
  ["unexplained", "may help", ["Something new"]],
];

const SOME_END = [EXITED, exit(3)] as const;

for (const rule of FAILURE_RULES) {
  const own = REASONS.filter(([name]) => name === rule.name);
  const isLast = ["exit-code", "unexplained"].includes(rule.name);
  describeRule(rule, {
    compliance: [
      ["it runs", failedWith(own[0]?.[2][0] ?? "", { status: "RUNNING" })],
      ...(isLast ? [] : [["its program ended with an error", failedWith(...SOME_END)] as const]),
    ],
    noncompliance: own.map(([, , [reason, changes, lines]]) => [reason, failedWith(reason, changes, lines)] as const),
  });
}

describe("the reasons of AWS for a job that has failed", () => {
  it.each(REASONS)("are told by %s: the same once more %s", (rule, retry, [reason, changes, lines]) => {
    expect(told(reason, changes, lines)).toEqual([rule, retry]);
  });

  it("say nothing of a job that has not failed", () => {
    expect(findingsOf(FAILURE_RULES, { ...failedWith("x", { status: "RUNNING" }) })).toEqual([]);
  });

  it("come with the attempt and the last lines of the log", () => {
    const changes = { ...exit(3), retryStrategy: { attempts: 3 }, attempts: [{}, exit(3)] };
    const [first] = findingsOf(FAILURE_RULES, failedWith(EXITED, changes, ["one", "two"]));
    expect(first).toMatchObject({
      found: "its program ended with exit code 3 (attempt 2 of 3)",
      lines: ["one", "two"],
    });
  });

  it("name the memory that the job may have", () => {
    const changes = { container: { exitCode: 137, reason: "OutOfMemoryError", memory: 2048 } };
    const [first] = findingsOf(FAILURE_RULES, failedWith(EXITED, changes));
    expect(first?.found).toBe("it ran out of memory: it may have 2048 MiB");
  });
});
