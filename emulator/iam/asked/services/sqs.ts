/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SQS"; Amazon SQS Developer Guide, "Amazon
 * SQS API permissions: Actions and resource reference": the operations on batches have the actions of those on one message.
 */
import { arnOf } from "../../../../aws/arns";
import { type ApiCall, textIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const SQS: ServiceRules = {
  operations: {
    SendMessageBatch: ["SendMessage"],
    DeleteMessageBatch: ["DeleteMessage"],
    ChangeMessageVisibilityBatch: ["ChangeMessageVisibility"],
  },
  finders: {
    queue: (call) => {
      const arn = queueArn(call);
      return arn === undefined ? undefined : [arn];
    },
  },
};

/** `http://host/123456789012/name`: account and name end the path. Old clients call that URL and give no other. */
export function queueArn(call: ApiCall): string | undefined {
  const { params, place, request } = call;
  const url = textIn(params, "queueurl") ?? request.url;
  const [, ofUrl, queue] = /\/(\d{12})\/([^/?]+)\/?(?:\?.*)?$/.exec(url) ?? [];
  const account = ofUrl ?? textIn(params, "queueownerawsaccountid") ?? place.account;
  const name = queue ?? textIn(params, "queuename") ?? lastPart(textIn(params, "queueurl"));
  return name === undefined ? undefined : arnOf({ ...place, account }, "sqs", name);
}

function lastPart(url: string | undefined): string | undefined {
  return url?.split("/").at(-1);
}
