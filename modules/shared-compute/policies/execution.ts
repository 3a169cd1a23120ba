import { arnOf, iamArn, isArn, partsOfArn } from "../../../aws/arns";
import { serviceIn } from "../../../aws/service-names";
import { type ComputeModel, resolvedDefinition } from "../../../config/compute";
import { standInFor } from "../../../config/compute/definitions";
import { logPlaces, membersCalled } from "../../../config/compute/members";
import { pullImages } from "../../policies/access";
import type { Statement } from "../../policies/document";
import { distinct } from "./distinct";
import { secretArn } from "./secrets";

/**
 * What Amazon ECS may do to start the containers of declared definitions that name no execution role:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 *
 * @returns the statements: to pull the images and read the secrets that these name, and to write their logs
 */
export function executionStatements(model: ComputeModel): Statement[] {
  const { context } = model;
  const parts = startedParts(model);
  const repositories = distinct(textsIn(parts, "image").flatMap((image) => repositoryArn(model, image)));
  const from = distinct(["valueFrom", "credentialsParameter"].flatMap((member) => textsIn(parts, member)));
  const isSecret = (text: string) => partsOfArn(text)?.service === "secretsmanager";
  const secrets = distinct(from.filter(isSecret).map((text) => secretArn(context, withoutMember(text))));
  return [
    ...(repositories.length === 0 ? [] : pullImages(repositories)),
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: logGroups(model, parts),
    },
    { Sid: "Secrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: secrets },
    {
      Sid: "Parameters",
      Effect: "Allow",
      Action: ["ssm:GetParameters"],
      // Secret, valueFrom: a parameter of the same Region may be named without its ARN.
      Resource: from
        .filter((text) => !isSecret(text))
        .map((text) => (isArn(text) ? text : arnOf(context, "ssm", `parameter/${text.replace(/^\//, "")}`))),
    },
    {
      // A secret's key is not known here; what it encrypts is: AWS Secrets Manager User Guide, "Secret encryption and
      // decryption", Encryption context.
      Sid: "KeysOfSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: secrets.length === 0 ? [] : [arnOf(context, "kms", "key/*")],
      Condition: {
        StringEquals: { "kms:ViaService": serviceIn(context.region, "secretsmanager") },
        StringLike: { "kms:EncryptionContext:SecretARN": secrets },
      },
    },
  ];
}

/** Containers and tasks that are started with the role. */
function startedParts({ context, names, jobDefinitions }: ComputeModel): unknown[] {
  const role = iamArn(context, `role/${names.executionRole}`);
  const standIn = standInFor(context);
  const parts = (value: unknown): unknown[] => {
    if (typeof value !== "object" || value === null) return [];
    if ("executionRoleArn" in value && value.executionRoleArn === role) return [value];
    return Object.values(value).flatMap(parts);
  };
  return jobDefinitions.flatMap((definition) =>
    parts(
      resolvedDefinition(definition, (reference) =>
        reference.kind === "secret" ? secretArn(context, reference.name ?? "") : standIn(reference),
      ),
    ),
  );
}

const textsIn = (parts: readonly unknown[], member: string): string[] =>
  membersCalled(parts, member).filter((value) => typeof value === "string");

function logGroups({ context, names }: ComputeModel, parts: readonly unknown[]): string[] {
  const own = arnOf(context, "logs", `log-group:${names.logGroup}:*`);
  const named = logPlaces(parts).flatMap(({ group, region }) =>
    group === undefined
      ? []
      : [arnOf({ ...context, region: region ?? context.region }, "logs", `log-group:${group}:*`)],
  );
  return distinct([own, ...named]);
}

/** @returns the ARN of the repository of an image in a private registry of Amazon ECR; none of others, which need no right */
function repositoryArn({ context }: ComputeModel, image: string): string[] {
  const found = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(image);
  const [, account, region, name] = found ?? [];
  if (account === undefined || region === undefined || name === undefined) return [];
  return [arnOf({ partition: context.partition, region, account }, "ecr", `repository/${name}`)];
}

/** @returns the ARN of a secret, without the key, the stage and the version of a value in it that may follow */
const withoutMember = (arn: string): string => arn.split(":").slice(0, 7).join(":");
