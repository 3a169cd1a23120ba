/** Hears what is published to an SNS topic, through a queue of its own. */
import { type AwsCalls, elements } from "../emulator/aws-calls";

const SQS = "2012-11-05";
const SNS = "2010-03-31";
const QUEUE = "listener";

export interface TopicMessage {
  readonly Subject?: string;
  readonly Message: string;
}

export class TopicListener {
  private constructor(
    private readonly aws: AwsCalls,
    private readonly queueUrl: string,
    private readonly subscriptionArn: string,
  ) {}

  /** @param topic - its name */
  static async begin(aws: AwsCalls, topic: string): Promise<TopicListener> {
    const { account, region } = aws;
    const TopicArn = `arn:aws:sns:${region}:${account}:${topic}`;
    const Endpoint = `arn:aws:sqs:${region}:${account}:${QUEUE}`;
    const xml = await aws.query("sqs", SQS, "CreateQueue", {
      QueueName: QUEUE,
      "Attribute.1.Name": "Policy",
      "Attribute.1.Value": JSON.stringify(letting(TopicArn, Endpoint)),
    });
    const subscribed = await aws.query("sns", SNS, "Subscribe", { TopicArn, Protocol: "sqs", Endpoint });
    return new TopicListener(aws, elements(xml, "QueueUrl")[0] ?? "", elements(subscribed, "SubscriptionArn")[0] ?? "");
  }

  /** What has come since the last time. */
  async messages(): Promise<TopicMessage[]> {
    const { aws, queueUrl: QueueUrl } = this;
    const received = await aws.query("sqs", SQS, "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: "10" });
    for (const ReceiptHandle of elements(received, "ReceiptHandle")) {
      await aws.query("sqs", SQS, "DeleteMessage", { QueueUrl, ReceiptHandle });
    }
    // Cast: what SNS puts into a queue.
    return elements(received, "Body").map((body) => JSON.parse(unescaped(body)) as TopicMessage);
  }

  /** Nothing is sent here any more. */
  async end(): Promise<void> {
    await this.aws.query("sns", SNS, "Unsubscribe", { SubscriptionArn: this.subscriptionArn });
    await this.aws.query("sqs", SQS, "DeleteQueue", { QueueUrl: this.queueUrl });
  }
}

/** SNS Developer Guide, "Subscribing an Amazon SQS queue": the queue's policy lets the topic send. */
function letting(topicArn: string, queueArn: string) {
  const Condition = { ArnEquals: { "aws:SourceArn": topicArn } };
  const Principal = { Service: "sns.amazonaws.com" };
  const statement = { Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: queueArn, Condition };
  return { Version: "2012-10-17", Statement: [statement] };
}

function unescaped(xml: string): string {
  return xml.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
