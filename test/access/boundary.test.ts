import { boundaryFor, lengthOf, LONGEST_POLICY, scopeOf } from "../../access";
import { PlatformStack } from "../../modules/platform";
import { synthesize, testApp } from "../modules/module-app";
import { environmentWith, everything } from "./environment";

const central = { eap_dq_bucket_name: "central-results" };
const environment = environmentWith({ ...everything, ...central });
const boundary = boundaryFor(scopeOf(environment));

/** The policies that people get, of training queues and of teams: no role of the stack has them. */
const OF_PEOPLE = /^(submitter|operator|\w+_team_policy)/;

const OF_OWN_POLICIES = ["Objects", "Rows", "Keys", "Catalog", "Platform"];

describe("the boundary", () => {
  it("fits into one managed policy, because a role has one boundary", () => {
    expect(lengthOf(boundary)).toBeLessThanOrEqual(LONGEST_POLICY);
  });

  it("leaves each role of the stack what its own policies allow", () => {
    const allowed = boundary.Statement.flatMap(({ Action }) => Action).map(pattern);
    const actions = actionsOfRoles();

    expect(actions.length).toBeGreaterThan(80);
    expect(actions.filter((action) => !allowed.some((one) => one.test(action)))).toEqual([]);
  });

  it("allows nothing that no role of the stack is allowed; what machines need stands in policies of AWS's", () => {
    const used = new Set(actionsOfRoles());
    const own = boundary.Statement.filter(({ Sid }) => OF_OWN_POLICIES.includes(Sid));

    expect(own.flatMap(({ Action }) => Action).filter((action) => !used.has(action))).toEqual([]);
    expect(own).toHaveLength(OF_OWN_POLICIES.length);
  });

  it.each([
    "iam:CreateUser",
    "iam:CreateRole",
    "iam:PutRolePolicy",
    "iam:AttachRolePolicy",
    "iam:DeleteRolePermissionsBoundary",
    "kms:ScheduleKeyDeletion",
    "organizations:LeaveOrganization",
    "s3:DeleteBucket",
    "s3:PutBucketPolicy",
    "lambda:UpdateFunctionCode",
  ])("allows no role %s, whatever its policies say", (action) => {
    expect(boundary.Statement.filter(({ Action }) => Action.some((one) => pattern(one).test(action)))).toEqual([]);
  });

  it("keeps roles to the environment's data, to the central bucket that it names, and to what roles of jobs may use", () => {
    const objects = boundary.Statement.find(({ Sid }) => Sid === "Objects");

    expect(objects?.Resource).toEqual([
      "arn:aws:s3:::jenkins-pl-apsouth1-*",
      "arn:aws:s3:::jenkins-pl-apsouth1-*/*",
      "arn:aws:s3:::central-results",
      "arn:aws:s3:::central-results/*",
      "arn:aws:s3:::lab-lake",
      "arn:aws:s3:::lab-lake/*",
    ]);
  });

  it("lets roles take those that the environment names, and no others of the account", () => {
    const [first] = Object.entries(everything.monitoring ?? {});
    const reader = "arn:aws:iam::999999999999:role/feature-store";
    const [job = "", parameters] = first ?? [];
    const named = environmentWith({
      ...everything,
      monitoring: {
        ...everything.monitoring,
        [job]: { ...parameters, additional_arguments: { "--feature_store_role_arn": reader } },
      },
    });
    const roles = boundaryFor(scopeOf(named)).Statement.find(({ Sid }) => Sid === "Roles");

    expect(roles?.Resource).toEqual([
      "arn:aws:iam::731580992380:role/jenkins-pl-apsouth1-dapf-*",
      "arn:aws:iam::731580992380:role/batch/jenkins-pl-apsouth1-dapf-*",
      reader,
    ]);
  });
});

/** Every action that a policy of a role of the stack allows. */
function actionsOfRoles(): string[] {
  const app = testApp();
  new PlatformStack(app, environment.name, { environment, embedded: true });
  const files = Object.values(synthesize(app, environment.name));
  const policies = files.flatMap(({ resource = {} }) => [
    ...Object.entries(resource.aws_iam_policy ?? {}).filter(([id]) => !OF_PEOPLE.test(id)),
    ...Object.entries(resource.aws_iam_role_policy ?? {}),
  ]);
  // Expressions of Terraform stand among the resources, so that the text is no JSON yet.
  return policies.flatMap(([, { policy }]) => {
    const lists = [...String(policy).matchAll(/"Action":\[([^\]]*)\]/g)].map(([, list = ""]) => list);
    return lists.flatMap((list) => list.split(",").map((action) => action.replaceAll('"', "")));
  });
}

const pattern = (action: string) => new RegExp(`^${action.replaceAll("*", ".*")}$`);
