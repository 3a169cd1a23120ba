import * as declarations from "../../../config/declarations/members";
import { renderProblem } from "../../../config/errors";
import { CONVENTION } from "../../../config/training-queues/convention";
import { inFile } from "../../../config/zod-problems";

const findMembers = (value: unknown) => declarations.findMembers(CONVENTION, value);

const problemsOf = (value: unknown): string[] =>
  findMembers(value).problems.map((problem) => renderProblem({ ...inFile(problem, { file: "q" }), source: undefined }));

describe("findMembers", () => {
  it("finds the two halves of a declaration by how their names end", () => {
    const request = {};
    expect(findMembers({ ServiceEnvs: { C5_SE_NAME: "c5", C5_SE_CREATE_REQUEST: request } })).toEqual({
      members: [{ group: "ServiceEnvs", key: "C5", name: "c5", request }],
      folders: [],
      problems: [],
    });
  });

  it("takes everything before the ending for the key, whatever is in it", () => {
    const group = { MY_SE_QUEUE_NAME: "q", MY_SE_QUEUE_CREATE_REQUEST: {} };
    expect(findMembers({ TrainingJobQueues: group }).members).toMatchObject([{ key: "MY_SE" }]);
  });

  it("reads a class with static members like an object", () => {
    class QuotaShares {
      static readonly A_QS_NAME = "a";
      static readonly A_QS_CREATE_REQUEST = {};
    }
    expect(findMembers({ QuotaShares }).members).toMatchObject([{ group: "QuotaShares", key: "A", name: "a" }]);
  });

  it("reads any convention, and names it in its problems", () => {
    const computeEnvs = { infix: "CE", nameField: "computeEnvironmentName", kind: "compute environment" };
    const compute = { subject: "shared compute", source: "a page", groups: { ComputeEnvs: computeEnvs } };
    const group = { GPU_CE_NAME: "gpu", GPU_CE_CREATE_REQUEST: {}, C5_SE_NAME: "c5" };
    expect(declarations.findMembers(compute, { ComputeEnvs: group })).toMatchObject({
      members: [{ group: "ComputeEnvs", key: "GPU", name: "gpu" }],
      problems: [{ path: ["ComputeEnvs", "C5_SE_NAME"], rule: "is not a member of this group", source: "a page" }],
    });
    expect(declarations.findMembers(compute, 1).problems).toMatchObject([
      { rule: "must be an object with the groups of shared compute", allowed: ["ComputeEnvs"] },
    ]);
  });

  it("has nothing against an empty file", () => {
    expect(findMembers({})).toEqual({ members: [], folders: [], problems: [] });
  });

  it.each([
    [null, "q: must be an object with the groups of training queues, not null"],
    [[], "q: must be an object with the groups of training queues, not a list"],
    ["x", 'q: must be an object with the groups of training queues, not "x"'],
  ])("refuses %j for a file", (value, message) => {
    expect(problemsOf(value)[0]).toContain(message);
  });

  it("names the group that a misspelt one is near to", () => {
    expect(problemsOf({ ServiceEnv: {} })).toEqual(["q: ServiceEnv is not a known group; did you mean ServiceEnvs?"]);
  });

  it("lists the groups when none is near", () => {
    expect(problemsOf({ x: {} })[0]).toContain(
      "(allowed: ServiceEnvs, SchedulingPolicies, TrainingJobQueues, QuotaShares)",
    );
  });

  it("refuses a group that is no object", () => {
    expect(problemsOf({ QuotaShares: [] })).toEqual(["q: QuotaShares must be an object, not a list"]);
  });

  it("says which member a misspelt one was meant to be, and that its other half is missing", () => {
    expect(problemsOf({ ServiceEnvs: { C5_SE_NAME: "c5", C5_SE_CREATE_REQEUST: {} } })).toEqual([
      "q: ServiceEnvs.C5_SE_CREATE_REQEUST is not a member of this group " +
        "(allowed: *_SE_NAME, *_SE_CREATE_REQUEST); did you mean C5_SE_CREATE_REQUEST?",
      "q: ServiceEnvs.C5_SE_CREATE_REQUEST is missing; C5_SE_NAME needs it",
    ]);
  });

  it("recognizes a member that ends almost right, even without its other half", () => {
    expect(problemsOf({ SchedulingPolicies: { FAIR_SP_NAMES: "x" } })[0]).toContain("did you mean FAIR_SP_NAME?");
  });

  it("explains the endings to a member that is near to none", () => {
    expect(problemsOf({ QuotaShares: { teams: {} } })).toEqual([
      "q: QuotaShares.teams is not a member of this group (allowed: *_QS_NAME, *_QS_CREATE_REQUEST); " +
        "the * is a word of your own that begins with a letter",
    ]);
  });

  it("sends a member of another group there", () => {
    expect(problemsOf({ ServiceEnvs: { C5_QUEUE_NAME: "q" } })).toEqual([
      "q: ServiceEnvs.C5_QUEUE_NAME declares a job queue (allowed: *_SE_NAME, *_SE_CREATE_REQUEST); " +
        "move it to TrainingJobQueues",
    ]);
  });

  it.each(["_SE_NAME", "5_SE_NAME", "a b_SE_NAME"])("refuses %j, whose key can be no Terraform address", (name) => {
    expect(problemsOf({ ServiceEnvs: { [name]: "x" } })[0]).toContain("is not a member of this group");
  });

  it.each([
    ["name without a request", { A_QS_NAME: "a" }, "QuotaShares.A_QS_CREATE_REQUEST is missing; A_QS_NAME needs it"],
    [
      "request without a name",
      { A_QS_CREATE_REQUEST: {} },
      "QuotaShares.A_QS_NAME is missing; A_QS_CREATE_REQUEST needs it",
    ],
  ])("refuses a %s", (_, group, message) => {
    expect(problemsOf({ QuotaShares: group })).toEqual([`q: ${message}`]);
  });

  it("refuses two keys that differ in case only", () => {
    const group = { a_QS_NAME: "a", a_QS_CREATE_REQUEST: {}, A_QS_NAME: "b", A_QS_CREATE_REQUEST: {} };
    expect(problemsOf({ QuotaShares: group })).toEqual([
      "q: QuotaShares.A_QS_NAME differs from a_QS_NAME only in case, and both get the same Terraform address; " +
        "rename one of the two",
    ]);
  });
});
