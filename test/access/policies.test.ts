import * as path from "node:path";
import {
  documentOf,
  type Grant,
  grantsFor,
  lengthOf,
  LONGEST_POLICY,
  MOST_POLICIES,
  policiesFor,
  type Purpose,
  PURPOSES,
  scopeOf,
} from "../../access";
import { environmentWith, everything, repository } from "./environment";
import recorded from "./recorded-calls.json";
import { overlap, referenced } from "./reference";

const scope = scopeOf(environmentWith({ ...everything, access: { boundary: true } }));
const all: readonly (readonly [string, Grant])[] = PURPOSES.flatMap((purpose) =>
  grantsFor(scope, purpose).map((grant) => [`${purpose} ${grant.sid}`, grant] as const),
);
const own = [scope.prefix, scope.prefix.replaceAll("-", "_")];

describe.each(all)("%s", (_, grant) => {
  const { actions, resources } = grant;

  it("names each action in full, as AWS writes it", async () => {
    const known = await Promise.all(actions.map(referenced));

    expect(known.map((action) => action?.name)).toEqual(actions);
  });

  it("has resources that its actions are about, and each action one of them", async () => {
    for (const name of actions) {
      const arns = (await referenced(name))?.resources ?? [];
      expect([name, arns.length === 0 ? resources : resources.filter((one) => isAbout(one, arns))]).not.toEqual([
        name,
        [],
      ]);
      // What AWS restricts to no resource a statement with ARNs would never allow.
      if (arns.length === 0) expect([name, resources]).toEqual([name, ["*"]]);
    }
    const about = (await Promise.all(actions.map(referenced))).flatMap((action) => action?.resources ?? []);
    if (!resources.includes("*")) expect(resources.filter((one) => !isAbout(one, about))).toEqual([]);
  });

  it("names what it is about by the prefix, or says why it cannot", () => {
    const others = resources.filter((resource) => !own.some((name) => resource.includes(name)));

    if (others.length > 0) expect(grant.unnamed).toMatch(/^[A-Z].*\.$/);
    expect(grant.reason).toMatch(/^[A-Z d].*\.$/);
  });

  it("is in the environment's Region only, or about what is tagged as the environment's, where it is about everything", () => {
    if (resources.includes("*")) {
      expect(JSON.stringify(grant.conditions)).toMatch(/aws:RequestedRegion|aws:RequestTag\/project/);
    }
  });
});

describe.each(PURPOSES)("the policies of a %s", (purpose) => {
  const policies = policiesFor(scope, purpose);

  it("are as long as IAM takes them, and as many as a role may have", () => {
    for (const { document } of policies) expect(lengthOf(document)).toBeLessThanOrEqual(LONGEST_POLICY);
    expect(policies.length).toBeLessThanOrEqual(MOST_POLICIES);
  });

  it("say together what is needed, each statement once", () => {
    const statements = policies.flatMap(({ document }) => document.Statement);

    expect(statements).toEqual(documentOf(grantsFor(scope, purpose)).Statement);
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
    // IAM JSON policy elements: Sid has letters and digits only.
    for (const { Sid } of statements) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
  });
});

describe("what Terraform asked of the embedded AWS for jenkins-pl", () => {
  it.each(["deploy", "refresh", "change", "destroy"] as const)("when it was to %s is the deployer's", (phase) => {
    const granted = actionsOf("deployer");

    expect(recorded[phase].filter((action) => !granted.has(action))).toEqual([]);
  });

  it("when it only read is the planner's", () => {
    const granted = actionsOf("planner");

    expect(recorded.refresh.filter((action) => !granted.has(action))).toEqual([]);
  });
});

describe("who only looks", () => {
  it.each(["planner", "viewer"] as const)("as a %s changes nothing but the lock of the state", async (purpose) => {
    for (const { sid, actions } of grantsFor(scope, purpose).filter(({ sid: one }) => !/^State(Lock|Key)$/.test(one))) {
      const known = await Promise.all(actions.map(referenced));
      const changing = known.filter((action) => !action?.levels.some((level) => level === "Read" || level === "List"));
      expect([sid, changing.map((action) => action?.name)]).toEqual([sid, []]);
    }
  });

  it("as a viewer reads no object of the platform's buckets", () => {
    const objects = grantsFor(scope, "viewer").filter(({ actions }) => actions.some((one) => one.startsWith("s3:")));

    expect(objects.map(({ sid }) => sid)).toEqual(["StateBucket", "State"]);
  });
});

const isAbout = (resource: string, arns: readonly string[]) =>
  resource === "*" || arns.some((arn) => overlap(resource, arn));

const actionsOf = (purpose: Purpose) =>
  new Set(grantsFor(scope, purpose).flatMap(({ effect, actions }) => (effect === "Deny" ? [] : actions)));

describe("of an environment with shared compute, under names of its own,", () => {
  const compute = { path: path.relative(repository, path.join(__dirname, "compute.json")) };
  const shared = scopeOf(environmentWith({ compute }));
  const [queue, resource] = ["job-queue/lab-cpu", "consumable-resource/lab-licence"].map(
    (one) => `arn:aws:batch:${shared.place.region}:${shared.place.account}:${one}`,
  );

  it.each([
    ["batch:GetJobQueueSnapshot", queue],
    ["batch:DescribeConsumableResource", resource],
  ])("a viewer may call %s for what is declared", (action, arn) => {
    const grants = grantsFor(shared, "viewer").filter(({ actions }) => actions.includes(action));
    expect(grants.flatMap(({ resources }) => resources)).toContain(arn);
  });

  it.each(["planner", "deployer"] as const)("a %s may look for jobs in what a plan takes away", (purpose) => {
    const granted = new Set(grantsFor(shared, purpose).flatMap(({ actions }) => actions));
    const asked = ["DescribeComputeEnvironments", "DescribeJobQueues", "DescribeJobs", "ListJobs", "ListServiceJobs"];
    expect(asked.filter((one) => !granted.has(`batch:${one}`))).toEqual([]);
  });
});
