import type { Gap } from "./gap";
import { codes, iam, many, roleArn, states, trust } from "./refusal-codes";

const document = (length: number) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"x".repeat(length)}` }],
  });
const keyPolicy = (action: string, sid = "") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Sid: sid, Effect: "Allow", Principal: { AWS: "arn:aws:iam::731580992380:root" } },
        ...{ Action: action, Resource: "*" },
      },
    ],
  });

/** What AWS refuses of policies, keys, parameters, logs and tags, and moto takes; each list has something that both take. */
export const LIMIT_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  iam_limits: [
    {
      title: "names, descriptions and policies of IAM have the lengths that AWS has, white space not counted",
      observe: async (aws) => [
        await iam(aws, "CreateRole", { RoleName: "limits", AssumeRolePolicyDocument: trust("a") }),
        await iam(aws, "CreateRole", { RoleName: "x".repeat(65), AssumeRolePolicyDocument: trust("a") }),
        await iam(aws, "CreateRole", { RoleName: "a/b", AssumeRolePolicyDocument: trust("a") }),
        await iam(aws, "CreateRole", { RoleName: "long-trust", AssumeRolePolicyDocument: trust("a".repeat(2048)) }),
        await iam(aws, "CreatePolicy", { PolicyName: "spaced", PolicyDocument: document(1).replace(/,/g, ",\n\n  ") }),
        await iam(aws, "CreatePolicy", { PolicyName: "long", PolicyDocument: document(6144) }),
        await iam(aws, "CreatePolicy", {
          PolicyName: "tagged",
          PolicyDocument: document(1),
          "Tags.member.1.Key": "aws:x",
          "Tags.member.1.Value": "",
        }),
      ],
      expected: ["ok", "ValidationError", "ValidationError", "LimitExceeded", "ok", "LimitExceeded", "InvalidInput"],
    },
    {
      title: "the inline policies of a role share 10,240 characters, and replacing one frees its own",
      observe: async (aws) => {
        await iam(aws, "CreateRole", { RoleName: "inline", AssumeRolePolicyDocument: trust("a") });
        const put = (PolicyName: string, length: number) =>
          iam(aws, "PutRolePolicy", { RoleName: "inline", PolicyName, PolicyDocument: document(length) });
        return [await put("one", 5200), await put("two", 5200), await put("one", 4000), await put("two", 5200)];
      },
      expected: ["ok", "LimitExceeded", "ok", "ok"],
    },
    {
      title: "a role has at most ten managed policies",
      observe: async (aws) => {
        await iam(aws, "CreateRole", { RoleName: "attached", AssumeRolePolicyDocument: trust("a") });
        const found: string[] = [];
        for (let index = 0; index < 11; index++) {
          const name = `attached-${index}`;
          await iam(aws, "CreatePolicy", { PolicyName: name, PolicyDocument: document(1) });
          const PolicyArn = `arn:aws:iam::${aws.account}:policy/${name}`;
          found.push(await iam(aws, "AttachRolePolicy", { RoleName: "attached", PolicyArn }));
        }
        return found;
      },
      expected: [...Array.from({ length: 10 }, () => "ok"), "LimitExceeded"],
    },
  ],
  ssm_parameter_limits: [
    {
      title: "a parameter has the names, the values and the description that Parameter Store takes",
      observe: (aws) => {
        const put = (Name: string, more: object = {}) =>
          ["PutParameter", { Name, Value: "x", Type: "String", ...more }] as const;
        return codes(aws, "ssm", "AmazonSSM", [
          put("/a/b.c_d-e", { Value: "x".repeat(4096) }),
          put("/a/long", { Value: "x".repeat(4097) }),
          put("/a/advanced", { Value: "x".repeat(4097), Tier: "Advanced" }),
          put("/a/nested", { Value: "{{ssm:other}}" }),
          put("/a b"),
          put(`/${"a".repeat(1011)}`),
          put("/a".repeat(16)),
          put("/a/described", { Description: "x".repeat(1025) }),
        ]);
      },
      expected: [
        ...["ok", "ValidationException", "ok", "ValidationException", "ValidationException", "ValidationException"],
        ...["HierarchyLevelLimitExceededException", "ValidationException"],
      ],
    },
  ],
  logs_limits: [
    {
      title:
        "a log group is kept for one of the times that CloudWatch Logs has, and has no other characters in its name",
      observe: (aws) =>
        codes(aws, "logs", "Logs_20140328", [
          ["CreateLogGroup", { logGroupName: "/limits/kept" }],
          ["PutRetentionPolicy", { logGroupName: "/limits/kept", retentionInDays: 365 }],
          ["PutRetentionPolicy", { logGroupName: "/limits/kept", retentionInDays: 10 }],
          ["CreateLogGroup", { logGroupName: "a b" }],
        ]),
      expected: ["ok", "ok", "InvalidParameterException", "InvalidParameterException"],
    },
  ],
  kms_limits: [
    {
      title: "a key policy has at most 32 KB and lets somebody change it; names of AWS are no aliases of others",
      observe: (aws) =>
        codes(aws, "kms", "TrentService", [
          ["CreateKey", { Policy: keyPolicy("kms:*") }],
          ["CreateKey", { Policy: keyPolicy("kms:Encrypt") }],
          ["CreateKey", { Policy: keyPolicy("kms:*", "x".repeat(32_768)) }],
          ["CreateKey", { Description: "x".repeat(8193) }],
          ["CreateAlias", { AliasName: "alias/aws/limits", TargetKeyId: "any" }],
        ]),
      expected: [
        ...["ok", "MalformedPolicyDocumentException", "ValidationException", "ValidationException"],
        "NotAuthorizedException",
      ],
    },
  ],
  tags_limits: [
    {
      title: "nothing is made with more than 50 tags, or with tags that only AWS gives",
      observe: async (aws) => {
        const topic = (Tags: readonly object[]) =>
          ["CreateModelPackageGroup", { ModelPackageGroupName: `tags-${Tags.length}`, Tags }] as const;
        const repository = (repositoryName: string, tags: readonly object[]) =>
          ["CreateRepository", { repositoryName, tags }] as const;
        return [
          ...(await codes(aws, "sagemaker", "SageMaker", [topic(many(50)), topic(many(51))])),
          ...(await codes(aws, "ecr", "AmazonEC2ContainerRegistry_V20150921", [
            repository("tags-a", [{ Key: "aws:x", Value: "v" }]),
            repository("tags-b", [{ Key: "a|b", Value: "v" }]),
          ])),
          ...(await codes(aws, "kms", "TrentService", [["CreateKey", { Tags: many(51, "TagKey", "TagValue") }]])),
          ...(await codes(aws, "logs", "Logs_20140328", [
            ["CreateLogGroup", { logGroupName: "tags", tags: { "aws:x": "v" } }],
          ])),
          ...(await codes(aws, "states", "AWSStepFunctions", [
            ["CreateStateMachine", { name: "tags", definition: states("x"), roleArn, tags: many(51, "key", "value") }],
          ])),
        ];
      },
      expected: [
        ...["ok", "ValidationException", "InvalidParameterException", "InvalidParameterException", "TagException"],
        ...["InvalidParameterException", "ValidationException"],
      ],
    },
  ],
};
