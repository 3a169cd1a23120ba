import fc from "fast-check";
import { decide } from "../../../../emulator/iam/decide";
import type { Question } from "../../../../emulator/iam/model";
import { actionMatcher } from "../../../../emulator/iam/policy";
import {
  ACCOUNT,
  ALLOW,
  answer,
  type Asked,
  DENY,
  OTHER_ACCOUNT,
  question,
  root,
  session,
  type Statement,
  type Statements,
  stranger,
  user,
} from "./questions";

const ACTIONS = ["s3:GetObject", "s3:PutObject", "sqs:SendMessage", "iam:PassRole"];
const PATTERNS = [...ACTIONS, "*", "s3:*", "S3:getobject", "s3:?etObject", "*:*", "iam:Pass*"];
const RESOURCES = ["arn:aws:s3:::b/a", "arn:aws:s3:::b/Adele/a", `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`, "*"];
const RESOURCE_PATTERNS = [
  "*",
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b/${aws:username}/*",
  "arn:aws:sqs:*:*:q",
  "arn:aws:s3:::b/?",
];
const CONDITIONS = [
  { StringEquals: { "aws:username": "Adele" } },
  { StringNotLike: { "aws:username": "A*" } },
  { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } },
  { Null: { "aws:username": "true" } },
  { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" }, BoolIfExists: { "aws:SecureTransport": "true" } },
];

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const context = fc.record(
  {
    "aws:username": fc.constantFrom("Adele", "David", "*"),
    "aws:TagKeys": fc.subarray(["a", "b", "c"]),
    "aws:SecureTransport": fc.constantFrom("true", "false"),
    "aws:SourceArn": fc.constantFrom("arn:aws:s3:::b", "x"),
  },
  { requiredKeys: [] },
);
const statement: fc.Arbitrary<Statement> = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    action: fc.tuple(fc.constantFrom("Action", "Action", "NotAction"), some(PATTERNS)),
    resource: fc.tuple(fc.constantFrom("Resource", "Resource", "NotResource"), some(RESOURCE_PATTERNS)),
    Condition: fc.option(fc.constantFrom(...CONDITIONS), { nil: undefined }),
  })
  .map(({ Effect, action, resource, Condition }) => ({
    Effect,
    [action[0]]: action[1],
    [resource[0]]: resource[1],
    Condition,
  }));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
const principalElement = fc.constantFrom<unknown>(
  ...["*", { AWS: ACCOUNT }, { AWS: user.arn }, { AWS: session.roleArn }, { AWS: [session.arn, OTHER_ACCOUNT] }],
);
const bucket = fc.array(
  fc.tuple(statement, principalElement).map(([one, Principal]) => ({ ...one, Principal })),
  { minLength: 1, maxLength: 3 },
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const asked: fc.Arbitrary<Asked> = fc.record({
  principal: fc.constantFrom(user, session, root, stranger),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES),
  context,
  identity: optional(statements),
  boundary: optional(statements),
  session: optional(statements),
  bucket: optional(bucket),
  resourceAccount: fc.constantFrom(ACCOUNT, ACCOUNT, OTHER_ACCOUNT),
  isRequired: fc.boolean(),
});

const isAllowed = (one: Asked) => answer(one) === "allowed";
const list = (all: Statements | undefined): readonly Statement[] => (all === undefined ? [] : [all].flat());

describe("a decision", () => {
  it("with one more Deny never allows what it did not", () => {
    const where = fc.constantFrom("identity" as const, "boundary" as const, "session" as const);
    fc.assert(
      fc.property(asked, where, statement, (one, policy, more) => {
        fc.pre(one[policy] !== undefined);
        const changed = { ...one, [policy]: [...list(one[policy]), { ...more, Effect: "Deny" }] };
        expect(isAllowed(changed) && !isAllowed(one)).toBe(false);
      }),
    );
  });

  it("with one more Allow in an identity's policy never denies what it allowed", () => {
    fc.assert(
      fc.property(asked, statement, (one, more) => {
        const changed = { ...one, identity: [...list(one.identity), { ...more, Effect: "Allow" }] };
        expect(isAllowed(one) && !isAllowed(changed)).toBe(false);
      }),
    );
  });

  it("is never to allow where a statement without conditions denies everything", () => {
    const everything = { ...DENY, Principal: "*" };
    fc.assert(
      fc.property(asked, (one) => {
        expect(isAllowed({ ...one, bucket: [...list(one.bucket), everything] })).toBe(false);
      }),
    );
  });

  it("allows a user whatever resource, where * is allowed without conditions and nothing is denied", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...ACTIONS), context, (resource, action, keys) => {
        expect(isAllowed({ resource, action, context: keys, identity: ALLOW })).toBe(true);
      }),
    );
  });

  it("within limits is never more than without them", () => {
    fc.assert(
      fc.property(asked, (one) => {
        // A NotPrincipal is no part of these questions: it denies whoever has a boundary.
        const free = { ...one, boundary: undefined, session: undefined };
        expect(isAllowed(one) && !isAllowed(free)).toBe(false);
      }),
    );
  });

  it("does not depend on the order of statements", () => {
    fc.assert(
      fc.property(asked, (one) => {
        const reversed = {
          ...one,
          identity: one.identity && [...list(one.identity)].reverse(),
          bucket: one.bucket && [...list(one.bucket)].reverse(),
        };
        expect(answer(reversed)).toBe(answer(one));
      }),
    );
  });

  it("does not depend on how statements are spread over policies", () => {
    fc.assert(
      fc.property(asked, (one) => {
        const asks = question(one);
        const spread = list(one.identity).map((Statement, index) => ({
          name: String(index),
          document: JSON.stringify({ Version: "2012-10-17", Statement }),
        }));
        const decision = decide({ ...asks, policies: { ...asks.policies, identity: spread } });
        expect(decision.isAllowed).toBe(decide(asks).isAllowed);
      }),
    );
  });

  it("does not depend on how the JSON is laid out, nor on one-element lists", () => {
    const laidOut = (document: string) =>
      JSON.stringify(
        JSON.parse(document, (_key, value: unknown) => {
          return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
        }),
        undefined,
        3,
      );
    fc.assert(
      fc.property(asked, (one) => {
        const asks = question(one);
        const identity = asks.policies.identity.map(({ name, document }) => ({ name, document: laidOut(document) }));
        expect(decide({ ...asks, policies: { ...asks.policies, identity } })).toEqual(decide(asks));
      }),
    );
  });

  it("is the same when asked again, and leaves the question as it was", () => {
    fc.assert(
      fc.property(asked, (one) => {
        const asks: Question = question(one);
        const copy = structuredClone(asks);
        expect(decide(asks)).toEqual(decide(asks));
        expect(asks).toEqual(copy);
      }),
    );
  });

  it("of NotAction is that of all other actions", () => {
    fc.assert(
      fc.property(some(PATTERNS), fc.constantFrom(...ACTIONS), (patterns, action) => {
        const of = (member: string) =>
          isAllowed({ action, identity: { Effect: "Allow", [member]: patterns, Resource: "*" } });
        expect(of("NotAction")).toBe(!of("Action"));
      }),
    );
  });

  it("of NotResource is that of all other resources", () => {
    fc.assert(
      fc.property(some(RESOURCE_PATTERNS), fc.constantFrom(...RESOURCES), context, (patterns, resource, keys) => {
        const of = (member: string) =>
          isAllowed({ resource, context: keys, identity: { Effect: "Allow", Action: "*", [member]: patterns } });
        expect(of("NotResource")).toBe(!of("Resource"));
      }),
    );
  });

  it("names only statements that there are, and of its own kind", () => {
    fc.assert(
      fc.property(asked, (one) => {
        const decision = decide(question(one));
        const places = decision.isAllowed ? decision.allowedBy : decision.deniedBy;
        const all = new Map<string, readonly Statement[]>(
          (["identity", "boundary", "session", "bucket"] as const).map((policy) => [policy, list(one[policy])]),
        );
        for (const { policy, index } of places) {
          expect(all.get(policy)?.[index]?.["Effect"]).toBe(decision.isAllowed ? "Allow" : "Deny");
        }
      }),
    );
  });
});

describe("a pattern", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });

  it("matches what the same regular expression matches", () => {
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }), (pattern, name) => {
        const expression = new RegExp(`^s3:${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(actionMatcher(`s3:${pattern}`)(`s3:${name}`)).toBe(expression.test(`s3:${name}`));
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes no longer for many wildcards", () => {
    const matches = actionMatcher(`s3:${"a*".repeat(40)}b`);
    expect(matches(`s3:${"a".repeat(2_000)}`)).toBe(false);
  });
});
