import { executionStatements } from "../../../../modules/shared-compute/policies/execution";
import { modelOf } from "../../../access/teams/model";
import { at } from "../../../config/compute/fixture";
import type { Changes } from "../../../config/training-queues/fixture";

const here = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const resources = (sid: string, changes: Changes = {}) =>
  executionStatements(modelOf(changes)).find(({ Sid }) => Sid === sid)?.Resource;
const container = `${at.train}.containerProperties`;
const secret = here("secretsmanager", "secret:churn/key-??????");

describe("the execution role of shared compute", () => {
  it("pulls the images of declared definitions from repositories of the account, and of others that they name", () => {
    expect(resources("Images")).toEqual([here("ecr", "repository/churn/train")]);
    const image = "999999999999.dkr.ecr.eu-west-2.amazonaws.com/base/python@sha256:" + "a".repeat(64);
    expect(resources("Images", { [`${container}.image`]: image })).toEqual([
      "arn:aws:ecr:eu-west-2:999999999999:repository/base/python",
    ]);
  });

  it("does not sign in to a registry of which no image is", () => {
    expect(resources("Registry")).toEqual(["*"]);
    expect(resources("Registry", { [`${container}.image`]: "busybox" })).toBeUndefined();
  });

  it("reads the secrets that they name, whole, with whatever key they are encrypted", () => {
    expect(resources("Secrets")).toEqual([secret]);
    const keys = executionStatements(modelOf()).find(({ Sid }) => Sid === "KeysOfSecrets");
    expect(keys).toMatchObject({
      Action: ["kms:Decrypt"],
      Condition: {
        StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" },
        StringLike: { "kms:EncryptionContext:SecretARN": [secret] },
      },
    });
  });

  it("reads parameters of Systems Manager, by name and by ARN", () => {
    const far = "arn:aws:ssm:eu-west-2:123456789012:parameter/far";
    const secrets = [
      { name: "NEAR", valueFrom: "/churn/near" },
      { name: "FAR", valueFrom: far },
    ];
    expect(resources("Parameters", { [`${container}.secrets`]: secrets })).toEqual([
      here("ssm", "parameter/churn/near"),
      far,
    ]);
  });

  it("writes into the group of shared compute, and into those that they name", () => {
    const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "churn/own" } };
    expect(resources("Logs", { [`${container}.logConfiguration`]: logConfiguration })).toEqual([
      here("logs", "log-group:churn-dev-euwest1/batch/compute:*"),
      here("logs", "log-group:churn/own:*"),
    ]);
  });

  it("has nothing to do with definitions that have a role of their own", () => {
    const executionRoleArn = "arn:aws:iam::123456789012:role/own";
    expect(resources("Secrets", { [`${container}.executionRoleArn`]: executionRoleArn })).toEqual([]);
  });
});
