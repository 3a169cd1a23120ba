import type * as Batch from "@aws-sdk/client-batch";
import { AwsClient, type Input, type Operation, type Output } from "../../aws/client";
import type { BatchClient } from "../../aws/services";
import { realTime, type Time } from "../../aws/time";

type Sdk = typeof Batch;

/** AWS Batch at the seam of the SDK: what it answers, or how it fails, as the SDK throws it. */
export type BatchCalls = {
  [O in Operation<Sdk> as Uncapitalize<O>]: (input: Input<Sdk, O>) => Promise<Output<Sdk, O>>;
};

/** A client of what answers these calls; any other is an error. @param renews whether it looks for credentials anew */
export function standIn(calls: Partial<BatchCalls>, time: Time = realTime, renews = false): BatchClient {
  const send = async (operation: string, input: object): Promise<object> => {
    const call: unknown = Reflect.get(calls, operation.charAt(0).toLowerCase() + operation.slice(1));
    if (typeof call !== "function") throw new Error(`nobody answers ${operation}`);
    // Cast: it is one of the calls.
    return (await Reflect.apply(call, calls, [input])) as object;
  };
  const region = () => Promise.resolve("eu-west-1");
  return new AwsClient("AWS Batch", { send, region, renews, close: () => undefined }, time);
}
