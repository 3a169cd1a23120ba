/** What a diagnosis asks, answered by an account of the embedded AWS Batch in this process; nothing else may be looked at. */
import { AwsClient } from "../../aws/client";
import { realTime } from "../../aws/time";
import type { Work } from "../../diagnosis/facts/gather-job";
import { nowhere } from "../../diagnosis/declared";
import { Looks } from "../../diagnosis/looks";
import { BatchError } from "../../emulator/batch/plumbing/errors";
import type { BatchAccount } from "../emulator/batch/account";

type Services = Work["services"];
type Send = (operation: string, input: object) => Promise<object>;

/** An error as the SDK throws it. */
export function refusal(name: string, status = 400): Error {
  return Object.assign(new Error(`${name} of the test`), { name, $metadata: { httpStatusCode: status } });
}

export function clientOf<C>(service: string, send: Send): C {
  const region = () => Promise.resolve("eu-west-1");
  // Cast: what is asked is asked by name, and the answers are the test's.
  return new AwsClient(service, { send, region, close: () => undefined }, realTime) as C;
}

const denied: Send = () => Promise.reject(refusal("AccessDeniedException"));

/** The services of an account of which a test says what they answer; those that it leaves out may not be asked. */
export function servicesWith(answers: Partial<Record<keyof Services, Send>>): Services {
  const of = (name: keyof Services) => answers[name] ?? denied;
  return {
    batch: clientOf("AWS Batch", of("batch")),
    ec2: clientOf("EC2", of("ec2")),
    iam: clientOf("IAM", of("iam")),
    logs: clientOf("CloudWatch Logs", of("logs")),
    secrets: clientOf("Secrets Manager", of("secrets")),
    ssm: clientOf("Systems Manager", of("ssm")),
    quotas: clientOf("Service Quotas", of("quotas")),
    ecr: () => clientOf("ECR", of("ecr")),
  };
}

/** Asks the account, as a client does. */
export const batchOf =
  (account: BatchAccount): Send =>
  (operation, input) => {
    try {
      return Promise.resolve(account.call<object>(operation, input));
    } catch (error) {
      return Promise.reject(error instanceof BatchError ? refusal(error.code, error.status) : error);
    }
  };

export function workOn(account: BatchAccount, answers: Partial<Record<keyof Services, Send>> = {}): Work {
  const services = servicesWith({ batch: batchOf(account), ...answers });
  return { services, looks: new Looks(), now: account.clock.now(), declared: nowhere };
}
