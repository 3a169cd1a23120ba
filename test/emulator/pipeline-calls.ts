/** Calls that tests of the pipeline's services make. */
import { setTimeout as sleep } from "node:timers/promises";
import { strToU8, zipSync } from "fflate";
import { type AwsCalls, elements } from "./aws-calls";
import { allowInvocation, policy, roleFor } from "./roles";

const SQS = "2012-11-05";
const PATIENCE_MS = 12_000;
const PAUSE_MS = 200;

interface Execution {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Starts a machine of these states, the first of which is `A`. */
export async function start(aws: AwsCalls, name: string, states: object, input: object = {}): Promise<string> {
  const { stateMachineArn } = await aws.json<{ stateMachineArn: string }>(
    "states",
    "AWSStepFunctions.CreateStateMachine",
    {
      name,
      definition: JSON.stringify({ StartAt: "A", States: states }),
      roleArn: await roleFor(aws, "any", "states.amazonaws.com"),
    },
  );
  return startAgain(aws, stateMachineArn, input);
}

export async function startAgain(aws: AwsCalls, stateMachineArn: string, input: object): Promise<string> {
  const started = await aws.json<{ executionArn: string }>("states", "AWSStepFunctions.StartExecution", {
    stateMachineArn,
    input: JSON.stringify(input),
  });
  return started.executionArn;
}

export function execution(aws: AwsCalls, executionArn: string): Promise<Execution> {
  return aws.json<Execution>("states", "AWSStepFunctions.DescribeExecution", { executionArn });
}

/** The execution when it is over; one that still runs after a while is answered as it is then. */
export function ended(aws: AwsCalls, executionArn: string, patienceMs = PATIENCE_MS): Promise<Execution> {
  return eventually(
    () => execution(aws, executionArn),
    ({ status }) => status !== "RUNNING",
    patienceMs,
  );
}

export async function eventually<T>(
  look: () => Promise<T>,
  isIt: (seen: T) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patienceMs;
  let seen = await look();
  while (!isIt(seen) && Date.now() < end) {
    await sleep(PAUSE_MS);
    seen = await look();
  }
  return seen;
}

export async function bucketWith(
  aws: AwsCalls,
  name: string,
  objects: Readonly<Record<string, string>>,
): Promise<void> {
  const where = `<CreateBucketConfiguration><LocationConstraint>${aws.region}</LocationConstraint></CreateBucketConfiguration>`;
  await aws.send("s3", "PUT", `/${name}`, where);
  for (const [key, content] of Object.entries(objects)) await aws.send("s3", "PUT", `/${name}/${key}`, content);
}

/** A Python shell job whose script is given. */
export async function glueJob(aws: AwsCalls, name: string, script: string, more: object = {}): Promise<void> {
  await bucketWith(aws, `${name}-scripts`, { "job.py": script });
  await aws.json("glue", "AWSGlue.CreateJob", {
    Name: name,
    Role: await roleFor(aws, `${name}-role`, "glue.amazonaws.com"),
    Command: { Name: "pythonshell", ScriptLocation: `s3://${name}-scripts/job.py` },
    ...more,
  });
}

export async function pythonFunction(aws: AwsCalls, name: string, code: string, more: object = {}): Promise<string> {
  const ZipFile = Buffer.from(zipSync({ "handler.py": strToU8(code) })).toString("base64");
  const definition = {
    FunctionName: name,
    Role: await roleFor(aws, `${name}-role`, "lambda.amazonaws.com"),
    Runtime: "python3.12",
    Handler: "handler.handle",
    Timeout: 20,
    Code: { ZipFile },
    ...more,
  };
  const made = await aws.send("lambda", "POST", "/2015-03-31/functions", JSON.stringify(definition));
  return (JSON.parse(made.text) as { FunctionArn: string }).FunctionArn;
}

export async function rule(aws: AwsCalls, name: string, source: string, targetArn: string): Promise<void> {
  await aws.json("events", "AWSEvents.PutRule", { Name: name, EventPattern: JSON.stringify({ source: [source] }) });
  await aws.json("events", "AWSEvents.PutTargets", { Rule: name, Targets: [{ Id: "t", Arn: targetArn }] });
  const [, functionName] = /:lambda:[^:]*:[^:]*:function:(.+)$/.exec(targetArn) ?? [];
  if (functionName !== undefined) await allowInvocation(aws, functionName, "events.amazonaws.com");
}

/** The value of an SSM parameter; undefined while it does not exist. */
export async function parameter(aws: AwsCalls, Name: string): Promise<string | undefined> {
  const answer = await aws.jsonAnswer("ssm", "AmazonSSM.GetParameter", { Name });
  return answer.status === 200
    ? (JSON.parse(answer.text) as { Parameter: { Value: string } }).Parameter.Value
    : undefined;
}

/** @param senders - services that may send to it, whatever they do it for */
export async function queueFor(
  aws: AwsCalls,
  name: string,
  senders: readonly string[] = ["events.amazonaws.com", "sns.amazonaws.com"],
): Promise<{ readonly url: string; readonly arn: string }> {
  const arn = `arn:aws:sqs:${aws.region}:${aws.account}:${name}`;
  const Policy = policy([
    { Effect: "Allow", Principal: { Service: senders }, Action: "sqs:SendMessage", Resource: arn },
  ]);
  const attributes: Record<string, string> =
    senders.length === 0 ? {} : { "Attribute.1.Name": "Policy", "Attribute.1.Value": Policy };
  const xml = await aws.query("sqs", SQS, "CreateQueue", { QueueName: name, ...attributes });
  return { url: elements(xml, "QueueUrl")[0] ?? "", arn };
}

export async function messageIn(aws: AwsCalls, url: string): Promise<Record<string, unknown>> {
  const received = await eventually(
    () => aws.query("sqs", SQS, "ReceiveMessage", { QueueUrl: url, MaxNumberOfMessages: "1" }),
    (xml) => xml.includes("<Body>"),
    4_000,
  );
  const text = (elements(received, "Body")[0] ?? "{}").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  return JSON.parse(text) as Record<string, unknown>;
}

interface QueryExecution {
  readonly Status: { readonly State: string; readonly StateChangeReason?: string };
}

export async function query(aws: AwsCalls, QueryString: string): Promise<string | (string | undefined)[][]> {
  const { QueryExecutionId } = await aws.json<{ QueryExecutionId: string }>(
    "athena",
    "AmazonAthena.StartQueryExecution",
    { QueryString, ResultConfiguration: { OutputLocation: "s3://lake/results/" } },
  );
  const { Status } = await eventually(
    async () => {
      const target = "AmazonAthena.GetQueryExecution";
      const found = await aws.json<{ QueryExecution: QueryExecution }>("athena", target, { QueryExecutionId });
      return found.QueryExecution;
    },
    (found) => !["QUEUED", "RUNNING"].includes(found.Status.State),
  );
  if (Status.State !== "SUCCEEDED") return `${Status.State}: ${Status.StateChangeReason ?? ""}`;
  const { ResultSet } = await aws.json<{ ResultSet: { Rows: { Data: { VarCharValue?: string }[] }[] } }>(
    "athena",
    "AmazonAthena.GetQueryResults",
    { QueryExecutionId },
  );
  return ResultSet.Rows.map(({ Data }) => Data.map((cell) => cell.VarCharValue));
}
