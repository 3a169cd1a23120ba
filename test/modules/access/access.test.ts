import { LONGEST_POLICY, MOST_POLICIES, PURPOSES } from "../../../access";
import type { Environment, EnvironmentInput } from "../../../config/environment";
import { PlatformStack } from "../../../modules/platform";
import { environmentWith, everything } from "../../access/environment";
import { synthesize, type Synthesized, testApp } from "../module-app";

type Access = NonNullable<EnvironmentInput["access"]>;

const jenkins = "arn:aws:iam::111111111111:role/jenkins";
const github = {
  provider: "arn:aws:iam::731580992380:oidc-provider/token.actions.githubusercontent.com",
  subjects: ["repo:my-team/my-platform:environment:dev"],
};

describe("module.access", () => {
  const files = synthesized(
    environmentWith({
      access: {
        deployer: { trusted: [jenkins, github], session_hours: 3 },
        planner: { trusted: [jenkins] },
        runner: { trusted: [jenkins] },
        submitter: { trusted: [jenkins] },
        viewer: { trusted: ["arn:aws:iam::111111111111:root"] },
        boundary: true,
      },
    }),
  );
  const { aws_iam_role: roles = {}, aws_iam_policy: policies = {} } =
    files["modules/access/main.tf.json"]?.resource ?? {};

  it("has a role for each purpose, named after the environment", () => {
    expect(Object.values(roles).map(({ name }) => name)).toEqual(
      PURPOSES.map((purpose) => `jenkins-pl-apsouth1-access-${purpose}`),
    );
  });

  it("lets those take a role that are trusted, for as long as the environment says", () => {
    const { deployer } = roles;

    expect(deployer?.max_session_duration).toBe(3 * 3600);
    expect(JSON.parse(String(deployer?.assume_role_policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Principals", Effect: "Allow", Principal: { AWS: [jenkins] }, Action: ["sts:AssumeRole"] },
        {
          Sid: "Tokens1",
          Effect: "Allow",
          Principal: { Federated: github.provider },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": github.subjects,
            },
          },
        },
      ],
    });
  });

  it.each(PURPOSES)("gives the %s policies that IAM takes, no more of them than a role may have", (purpose) => {
    const own = Object.values(policies).filter(({ name }) => String(name).includes(`-access-${purpose}`));

    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThanOrEqual(MOST_POLICIES);
    for (const { policy } of own) expect(String(policy).length).toBeLessThanOrEqual(LONGEST_POLICY);
  });

  it("attaches each of them to its role", () => {
    const attachments = Object.values(
      files["modules/access/main.tf.json"]?.resource?.aws_iam_role_policy_attachment ?? {},
    );

    expect(attachments).toHaveLength(Object.keys(policies).length - 1); // The boundary is attached to no role.
    expect(attachments.map(({ role }) => role)).toContain("${aws_iam_role.deployer.name}");
  });
});

describe("the boundary", () => {
  const access = { deployer: { trusted: [jenkins] } } satisfies Access;

  it("is on no role by default", () => {
    expect(boundariesOf(synthesized(environmentWith({ access })))).toEqual(new Set([undefined]));
  });

  it("is on every role of the stack when it is wanted, but for those of people and pipelines", () => {
    const files = synthesized(environmentWith({ ...everything, access: { ...access, boundary: true } }));
    const { deployer } = files["modules/access/main.tf.json"]?.resource?.aws_iam_role ?? {};

    expect(deployer).not.toHaveProperty("permissions_boundary");
    expect(boundariesOf(files)).toEqual(new Set(["${var.access_aws_iam_policy_boundary_arn}"]));
  });

  it("can be one that the organization has", () => {
    const boundary = "arn:aws:iam::731580992380:policy/bounds";
    const files = synthesized(environmentWith({ access: { boundary } }));

    expect(files["modules/access/main.tf.json"]?.resource).toBeUndefined();
    expect(boundariesOf(files)).toEqual(new Set([boundary]));
  });
});

it("is not there without a word about access", () => {
  expect(synthesized(environmentWith({}))["modules/access/main.tf.json"]).toBeUndefined();
});

function synthesized(environment: Environment): Synthesized {
  const app = testApp();
  new PlatformStack(app, environment.name, { environment, embedded: true });
  return synthesize(app, environment.name);
}

/** Of all roles outside of module.access. */
function boundariesOf(files: Synthesized): Set<unknown> {
  const others = Object.entries(files).filter(([file]) => !file.startsWith("modules/access/"));
  const roles = others.flatMap(([, { resource = {} }]) => Object.values(resource.aws_iam_role ?? {}));
  expect(roles.length).toBeGreaterThan(10);
  return new Set(roles.map(({ permissions_boundary: boundary }) => boundary));
}
