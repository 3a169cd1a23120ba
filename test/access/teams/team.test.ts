import { LONGEST_POLICY, lengthOf, type Grant } from "../../../access";
import { teamGrants, teamPolicies } from "../../../access/teams";
import type { Changes } from "../../config/training-queues/fixture";
import { at } from "../../config/compute/fixture";
import { ConfigError } from "../../../config/errors";
import { modelOf, teamOf } from "./model";

const batch = (resource: string) => `arn:aws:batch:eu-west-1:123456789012:${resource}`;
const logs = (resource: string) => `arn:aws:logs:eu-west-1:123456789012:log-group:${resource}`;

function granted(key: string, changes: Changes = {}): ReadonlyMap<string, Grant> {
  const model = modelOf(changes);
  return new Map(teamGrants(model, teamOf(model, key)).map((grant) => [grant.sid, grant]));
}

const policiesOf = (changes: Changes) => {
  const model = modelOf(changes);
  return teamPolicies(model, teamOf(model, "ML"));
};

describe("what a team may submit", () => {
  it("is its definitions, with and without a revision, to its queues", () => {
    expect(granted("ML").get("SubmitJobs")?.resources).toEqual([
      batch("job/*"),
      batch("job-queue/cpu"),
      batch("job-queue/gpu"),
      batch("job-definition/ml-*"),
      batch("consumable-resource/licence"),
    ]);
  });

  it("has its tags, and its shares where it has one", () => {
    expect(granted("FINANCE").get("SubmitJobs")?.conditions).toEqual({
      StringEquals: { "aws:RequestTag/team": "finance", "aws:RequestTag/cost": "42" },
      StringLikeIfExists: { "batch:ShareIdentifier": ["finance"] },
    });
  });

  it("has no share when the team has none", () => {
    const changes = { [`${at.finance}.queues`]: ["light"], [`${at.finance}.shareIdentifiers`]: [] };
    expect(granted("FINANCE", changes).get("SubmitJobs")?.conditions).toMatchObject({
      Null: { "batch:ShareIdentifier": "true" },
    });
  });

  it("must have the tags that are required of it, with something in them", () => {
    const changes = { [`${at.ml}.requiredTags`]: ["Project", "Team"] };
    expect(granted("ML", changes).get("SubmitJobs")?.conditions).toMatchObject({
      StringEquals: { "aws:RequestTag/team": "ml" },
      StringLike: { "aws:RequestTag/Project": "?*" },
    });
  });

  it("may be for the queue of another file", () => {
    const queue = batch("job-queue/central");
    expect(granted("ML", { [`${at.ml}.queues`]: ["cpu", queue] }).get("SubmitJobs")?.resources).toContain(queue);
  });
});

describe("what a team may do to jobs", () => {
  it("is ending those with all of its tags", () => {
    expect(granted("FINANCE").get("EndJobs")).toMatchObject({
      actions: ["batch:CancelJob", "batch:TerminateJob"],
      resources: [batch("job/*")],
      conditions: { StringEquals: { "aws:ResourceTag/team": "finance", "aws:ResourceTag/cost": "42" } },
    });
  });

  it("is tagging new ones and its own, with its tags", () => {
    expect(granted("ML").get("TagsOfJobs")?.conditions).toEqual({
      StringEquals: { "aws:RequestTag/team": "ml" },
      StringEqualsIfExists: { "aws:ResourceTag/team": "ml" },
    });
  });

  it("is not giving a job what would make it another team's as well", () => {
    const changes = { [`${at.finance}.tags`]: { unit: "f", cost: "42" }, [`${at.ml}.tags`]: { team: "ml", unit: "f" } };
    expect(granted("ML", changes).get("SubmitJobs")?.conditions).toMatchObject({
      StringNotEquals: { "aws:RequestTag/cost": ["42"] },
    });
    expect(granted("FINANCE", changes).get("TagsOfJobs")?.conditions).toMatchObject({
      StringNotEquals: { "aws:RequestTag/team": ["ml"], "aws:ResourceTag/team": ["ml"] },
    });
  });
});

describe("what a team may define", () => {
  it("is definitions whose names begin as its own do", () => {
    expect(granted("ML").get("Definitions")?.resources).toEqual([batch("job-definition/ml-*")]);
  });

  it("has its roles, declared or of others, and only containers get them", () => {
    const other = "arn:aws:iam::123456789012:role/other";
    expect(granted("ML", { [`${at.ml}.roles`]: ["trainer", other] }).get("PassRoles")).toMatchObject({
      resources: ["arn:aws:iam::123456789012:role/trainer", other],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
  });

  it("has no roles when it has none", () => {
    expect(granted("FINANCE").get("PassRoles")?.resources).toEqual([]);
  });
});

describe("what a team may read", () => {
  it("is logs of its definitions, in the group of shared compute and in that of AWS Batch", () => {
    expect(granted("ML").get("LogsOfJobs")?.resources).toEqual([
      logs("churn-dev-euwest1/batch/compute:log-stream:ml-*"),
      logs("/aws/batch/job:log-stream:ml-*"),
    ]);
  });

  it("is also logs that its declared definitions have elsewhere, and nobody else's", () => {
    const options = (group: string) => ({ logDriver: "awslogs", options: { "awslogs-group": group } });
    const changes = {
      [`${at.train}.containerProperties.logConfiguration`]: options("training"),
      [`${at.sum}.containerProperties.logConfiguration`]: options("sums"),
    };
    const streams = granted("ML", changes).get("LogsOfJobs")?.resources;
    expect(streams).toContain(logs("training:log-stream:ml-train/*"));
    expect(streams?.join(" ")).not.toContain("sums");
  });
});

describe("the policies of a team", () => {
  it("are one where it fits, by the name of the team", () => {
    expect(policiesOf({}).map(({ name }) => name)).toEqual(["churn-dev-euwest1-dapf-compute-team-ml"]);
  });

  it("are several for many queues, none longer than IAM takes, with every queue in one", () => {
    const queues = Array.from({ length: 90 }, (_, index) => batch(`job-queue/${String(index).padStart(60, "q")}`));
    const policies = policiesOf({ [`${at.ml}.queues`]: queues });
    expect(policies.map(({ name }) => name.replace(/.*-ml/, ""))).toEqual([
      "",
      ...policies.slice(1).map((_, i) => `-${i + 2}`),
    ]);
    for (const { document } of policies) expect(lengthOf(document)).toBeLessThanOrEqual(LONGEST_POLICY);
    const resources = policies.flatMap(({ document }) => document.Statement.flatMap(({ Resource }) => Resource));
    expect(new Set(resources)).toEqual(new Set([...resources, ...queues]));
  });

  it.each([
    [
      "makes a statement (SubmitJobs) of",
      { [`${at.ml}.shareIdentifiers`]: Array.from({ length: 40 }, (_, i) => `ml-${String(i).repeat(90)}`) },
    ],
    [
      "needs 32 managed policies",
      {
        [`${at.ml}.queues`]: Array.from({ length: 400 }, (_, i) => batch(`job-queue/${String(i).padStart(100, "q")}`)),
      },
    ],
  ])("cannot be made when one %s, and the file says where", (rule, changes) => {
    const fault = expect.objectContaining({
      file: "compute.json",
      path: "Teams.ML_TEAM_REQUEST",
      rule: expect.stringContaining(rule),
    });
    expect(() => policiesOf(changes)).toThrow(expect.objectContaining({ problems: [fault] }));
    expect(() => policiesOf(changes)).toThrow(ConfigError);
  });
});
