import { parseCompute } from "../../../../config/compute";
import { ConfigError } from "../../../../config/errors";
import { readSubmissions, submittingTeam, UnknownTeamError } from "../../../../jobs/container/submissions";
import { at, changed, context, noFolders } from "../../../config/compute/fixture";
import type { Changes } from "../../../config/training-queues/fixture";

const team = (name: string, changes: Changes = {}) => {
  const value = changed(changes);
  return submittingTeam(parseCompute({ file: "compute.yaml", value }, context, noFolders), name);
};

const job = { jobName: "sum", jobQueue: "cpu", jobDefinition: "finance-sum" };
const read = (input: object, name = "finance", changes: Changes = {}) =>
  readSubmissions("job.json", JSON.stringify(input), undefined, team(name, changes));
const requestOf = (...of: Parameters<typeof read>) => read(...of).graph.order[0]?.request;

/** `place: rule` of each problem, with what was found, what is allowed, and the hint. */
function problemsOf(...of: Parameters<typeof read>) {
  try {
    read(...of);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, rule, found, allowed, hint }) => ({ path, rule, found, allowed, hint }));
  }
}

describe("a job that a team submits", () => {
  it("gets the team's share in a fair-share queue, and its tags", () => {
    expect(requestOf(job)).toMatchObject({ shareIdentifier: "finance", tags: { team: "finance", cost: "42" } });
  });

  it("gets no share in a queue in order of submission", () => {
    expect(requestOf({ ...job, jobQueue: "light" })).not.toHaveProperty("shareIdentifier");
  });

  it("keeps what it says itself, such as another tag and a share that one of the team's covers", () => {
    const ml = { ...job, jobDefinition: "ml-train", shareIdentifier: "ml-nightly", tags: { run: "7" } };
    expect(requestOf(ml, "ml")).toMatchObject({ shareIdentifier: "ml-nightly", tags: { team: "ml", run: "7" } });
  });

  it("may name its queue and its definition by ARNs, and a revision", () => {
    const head = "arn:aws:batch:eu-west-1:123456789012";
    const named = { ...job, jobQueue: `${head}:job-queue/cpu`, jobDefinition: `${head}:job-definition/finance-sum:3` };
    expect(requestOf(named)).toMatchObject({ shareIdentifier: "finance" });
  });

  it("is each job of a workflow", () => {
    const jobs = [job, { ...job, jobName: "report", jobQueue: "light", dependsOn: [{ jobId: "${sum}" }] }];
    const tags = read({ jobs }).graph.order.map(({ request }) => request.tags);
    expect(tags).toEqual([
      { team: "finance", cost: "42" },
      { team: "finance", cost: "42" },
    ]);
  });
});

describe("what the team may not do is told before anything is submitted:", () => {
  it("a queue of others; the nearest of its own is named", () => {
    expect(problemsOf({ ...job, jobQueue: "cpx" })).toEqual([
      {
        path: "jobQueue",
        rule: "must be a queue of team finance in compute.yaml",
        found: "cpx",
        allowed: ["cpu", "light"],
        hint: "did you mean cpu?",
      },
    ]);
  });

  it("a definition of others", () => {
    expect(problemsOf({ ...job, jobDefinition: "ml-train:2" })).toMatchObject([
      { path: "jobDefinition", found: "ml-train:2", allowed: ["finance-"] },
    ]);
  });

  it("a share of others", () => {
    expect(problemsOf({ ...job, shareIdentifier: "ml-1" })).toMatchObject([
      { path: "shareIdentifier", found: "ml-1", allowed: ["finance"] },
    ]);
  });

  it("which share it is, where it has several or only beginnings", () => {
    const ofMl = { ...job, jobDefinition: "ml-train" };
    const rule = "must say which share of team ml in compute.yaml the job uses in cpu, which has a fair-share policy";
    expect(problemsOf(ofMl, "ml")).toMatchObject([{ path: "shareIdentifier", rule, allowed: ["ml-*"] }]);
    const several = { [`${at.finance}.shareIdentifiers`]: ["finance", "finance2"] };
    expect(problemsOf(job, "finance", several)).toMatchObject([{ allowed: ["finance", "finance2"] }]);
  });

  it("another value of a tag by which its jobs are known", () => {
    expect(problemsOf({ ...job, tags: { cost: "43" } })).toMatchObject([
      { path: "tags.cost", found: "43", allowed: ["42"] },
    ]);
  });

  it("a tag that is required and that nobody gives", () => {
    const required = { [`${at.finance}.requiredTags`]: ["team", "ticket"] };
    expect(problemsOf(job, "finance", required)).toMatchObject([
      { path: "tags", rule: "must have ticket (requiredTags of team finance in compute.yaml)" },
    ]);
    expect(problemsOf({ ...job, tags: { ticket: "T-1" } }, "finance", required)).toEqual([]);
  });

  it("more than its limits; every problem of every job at once, each where it stands", () => {
    const large = {
      jobName: "large",
      jobQueue: "gpx",
      jobDefinition: "finance-sum",
      containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "32" }] },
    };
    const problems = problemsOf({ jobs: [{ ...job, jobDefinition: "ml-train" }, large] }, "ml");
    expect(problems.map(({ path }) => path)).toEqual([
      "jobs[0].shareIdentifier",
      "jobs[1].jobQueue",
      "jobs[1].jobDefinition",
      "jobs[1].containerOverrides",
    ]);
    expect(problems[3]?.rule).toBe("must need at most 16 vCPUs (limits.vcpus of team ml in compute.yaml)");
  });
});

it("is told apart from a team that nobody declares; the nearest is named", () => {
  expect(() => team("finanze")).toThrow(UnknownTeamError);
  expect(() => team("finanze")).toThrow(
    "There is no team finanze in compute.yaml (there are: ml, finance); did you mean finance?",
  );
});
