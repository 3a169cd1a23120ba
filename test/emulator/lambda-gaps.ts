import type { AwsCalls } from "./aws-calls";
import type { Gap } from "./gap";
import { roleFor } from "./roles";

/** A ZIP archive of nothing: the end-of-central-directory record alone. */
const EMPTY = Buffer.from(`504b0506${"00".repeat(18)}`, "hex").toString("base64");

async function lambdaWithAlias(aws: AwsCalls, name: string): Promise<void> {
  const Role = await roleFor(aws, `${name}-role`, "lambda.amazonaws.com");
  const definition = {
    FunctionName: name,
    Role,
    Runtime: "python3.12",
    Handler: "i.h",
    Code: { ZipFile: EMPTY },
    Publish: true,
  };
  await aws.send("lambda", "POST", "/2015-03-31/functions", JSON.stringify(definition));
  const alias = JSON.stringify({ Name: "live", FunctionVersion: "1" });
  await aws.send("lambda", "POST", `/2015-03-31/functions/${name}/aliases`, alias);
}

async function addPermission(aws: AwsCalls, name: string, qualifier: string | undefined, sid: string): Promise<number> {
  const permission = { StatementId: sid, Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
  const query = qualifier === undefined ? "" : `?Qualifier=${qualifier}`;
  const path = `/2015-03-31/functions/${name}/policy${query}`;
  return (await aws.send("lambda", "POST", path, JSON.stringify(permission))).status;
}

async function statementIds(aws: AwsCalls, name: string, qualifier?: string): Promise<unknown> {
  const query = qualifier === undefined ? "" : `?Qualifier=${qualifier}`;
  const answer = await aws.send("lambda", "GET", `/2015-03-31/functions/${name}/policy${query}`);
  if (answer.status !== 200) return answer.status;
  const { Policy } = JSON.parse(answer.text) as { Policy: string };
  const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string; Resource: string }[] };
  return Statement.map(({ Sid, Resource }) => `${Sid} on ${Resource.split(":function:")[1] ?? ""}`);
}

/** The gaps of AWS Lambda, by fix. */
export const LAMBDA_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  lambda_policy_per_qualifier: [
    {
      title: "a Lambda function, its versions and its aliases have a policy each",
      observe: async (aws) => {
        await lambdaWithAlias(aws, "policies");
        await addPermission(aws, "policies", undefined, "whole");
        await addPermission(aws, "policies", "live", "alias");
        await addPermission(aws, "policies", "1", "version");
        const before = await Promise.all(
          [undefined, "live", "1"].map((qualifier) => statementIds(aws, "policies", qualifier)),
        );
        await aws.send("lambda", "DELETE", "/2015-03-31/functions/policies/policy/alias?Qualifier=live");
        return [before, await statementIds(aws, "policies", "live"), await statementIds(aws, "policies")];
      },
      expected: [
        [["whole on policies"], ["alias on policies:live"], ["version on policies:1"]],
        404,
        ["whole on policies"],
      ],
    },
    {
      title: "the same statement id can be used for two qualifiers",
      observe: async (aws) => {
        await lambdaWithAlias(aws, "same-id");
        await addPermission(aws, "same-id", undefined, "events");
        await addPermission(aws, "same-id", "live", "events");
        await aws.send("lambda", "DELETE", "/2015-03-31/functions/same-id/policy/events");
        return [await statementIds(aws, "same-id"), await statementIds(aws, "same-id", "live")];
      },
      expected: [404, ["events on same-id:live"]],
    },
  ],
  lambda_roles: [
    {
      title: "a function needs a role that Lambda can take",
      observe: async (aws) => {
        const made = async (service: string): Promise<unknown> => {
          const Role = await roleFor(aws, `of-${service.split(".")[0] ?? ""}`, service, []);
          const definition = {
            FunctionName: "taken",
            Role,
            Runtime: "python3.12",
            Handler: "i.h",
            Code: { ZipFile: EMPTY },
          };
          const answer = await aws.send("lambda", "POST", "/2015-03-31/functions", JSON.stringify(definition));
          return answer.status === 201 ? "made" : answer.text.includes("cannot be assumed by Lambda.");
        };
        return [await made("glue.amazonaws.com"), await made("lambda.amazonaws.com")];
      },
      expected: [true, "made"],
    },
  ],
  lambda_dead_letters: [
    {
      title: "a Lambda function keeps where its failed events go, until it is told otherwise",
      observe: async (aws) => {
        const configuration = "/2015-03-31/functions/letters/configuration";
        const target = async (TargetArn: string): Promise<unknown> => {
          await aws.send("lambda", "PUT", configuration, JSON.stringify({ DeadLetterConfig: { TargetArn } }));
          const { text } = await aws.send("lambda", "GET", configuration);
          return (
            (JSON.parse(text) as { DeadLetterConfig?: { TargetArn: string } }).DeadLetterConfig?.TargetArn ?? "none"
          );
        };
        await lambdaWithAlias(aws, "letters");
        return [await target("arn:aws:sns:ap-south-1:731580992380:failures"), await target("")];
      },
      expected: ["arn:aws:sns:ap-south-1:731580992380:failures", "none"],
    },
  ],
};
