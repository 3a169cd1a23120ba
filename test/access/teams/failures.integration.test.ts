import { parseCompute } from "../../../config/compute";
import { type Emulator, startEmulator } from "../../../emulator";
import { policyDocument } from "../../../modules/policies/document";
import { publishingForRules } from "../../../modules/policies/events";
import { failurePatterns, failureSentence } from "../../../modules/shared-compute/policies/failures";
import { changed, context, noFolders } from "../../config/compute/fixture";
import { AwsCalls } from "../../emulator/aws-calls";
import { TopicListener } from "../../support/topic-listener";
import { until } from "../../support/until";
import { teamOf } from "./model";

jest.setTimeout(60_000);

const SNS = "2010-03-31";
const IAM = "2010-05-08";

describe("a team", () => {
  let emulator: Emulator;
  let aws: AwsCalls;
  let listener: TopicListener;

  const batch = async (operation: string, body: object): Promise<Record<string, string>> => {
    const { status, text } = await aws.send("batch", "POST", `/v1/${operation}`, JSON.stringify(body));
    if (status !== 200) throw new Error(`${operation} answered ${status}: ${text}`);
    // Cast: what is read of the answers of these operations are texts.
    return JSON.parse(text) as Record<string, string>;
  };
  const fails = async (jobQueue: string, tags: object, more: object = {}): Promise<string> => {
    const { jobId = "" } = await batch("submitjob", { jobName: "sum", jobQueue, jobDefinition: "sum", tags, ...more });
    await batch("terminatejob", { jobId, reason: 'no "data"' });
    return jobId;
  };

  beforeAll(async () => {
    emulator = await startEmulator();
    aws = new AwsCalls(emulator.endpoint);
    const { account, region } = aws;
    const place = { partition: "aws", account, region } as const;
    const file = { file: "compute.json", value: changed({}) };
    const model = parseCompute(file, { ...context, ...place, prefix: "churn" }, noFolders);
    const team = teamOf(model, "FINANCE");

    const trust = { Effect: "Allow", Principal: { Service: "batch.amazonaws.com" }, Action: "sts:AssumeRole" };
    await aws.query("iam", IAM, "CreateRole", {
      RoleName: "service",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    });
    const serviceRole = `arn:aws:iam::${account}:role/service`;
    // Nobody starts machines for it: a job waits until somebody ends it.
    await batch("createcomputeenvironment", {
      ...{ computeEnvironmentName: "own", type: "UNMANAGED", unmanagedvCpus: 8, serviceRole },
    });
    await until(async () =>
      (await aws.send("batch", "POST", "/v1/describecomputeenvironments", "{}")).text.includes("VALID"),
    );
    for (const jobQueueName of ["light", "others"]) {
      const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "own" }];
      await batch("createjobqueue", { jobQueueName, priority: 1, computeEnvironmentOrder });
    }
    await until(
      async () => !(await aws.send("batch", "POST", "/v1/describejobqueues", "{}")).text.includes("CREATING"),
    );
    const resourceRequirements = [
      { type: "VCPU", value: "1" },
      { type: "MEMORY", value: "512" },
    ];
    const containerProperties = { image: "busybox", resourceRequirements };
    await batch("registerjobdefinition", { jobDefinitionName: "sum", type: "container", containerProperties });

    const topic = `arn:aws:sns:${region}:${account}:failures`;
    const [EventPattern] = failurePatterns(model, team);
    const { RuleArn } = await aws.json<{ RuleArn: string }>("events", "AWSEvents.PutRule", {
      Name: "failures",
      EventPattern,
    });
    await aws.query("sns", SNS, "CreateTopic", { Name: "failures" });
    await aws.query("sns", SNS, "SetTopicAttributes", {
      TopicArn: topic,
      AttributeName: "Policy",
      AttributeValue: policyDocument([publishingForRules(topic, [RuleArn])]),
    });
    const { paths, template } = failureSentence(team, "dev");
    const InputTransformer = { InputPathsMap: paths, InputTemplate: template };
    const Targets = [{ Id: "own", Arn: topic, InputTransformer }];
    await aws.json("events", "AWSEvents.PutTargets", { Rule: "failures", Targets });
    listener = await TopicListener.begin(aws, "failures");
  });
  afterAll(() => emulator.stop());

  it("is told of its failed job in a sentence, of an array once, and of nobody else's", async () => {
    const own = { team: "finance", cost: "42" };
    await fails("light", { team: "ml" });
    await fails("others", own);
    const array = await fails("light", own, { arrayProperties: { size: 2 } });
    const last = await fails("light", own);

    const heard: string[] = [];
    await until(async () => {
      heard.push(...(await listener.messages()).map(({ Message }) => Message));
      return heard.some((message) => message.includes(last)) && heard.some((message) => message.includes(array));
    });
    expect(heard).toHaveLength(2);
    expect(heard.join("\n")).toMatch(
      /^"?The job sum of team finance failed at \d{4}-\S+ in the queue \S+\. Why, and what to do: npx dapf jobs why \S+ --env dev"?$/m,
    );
  });
});
