/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SNS". */
import { textIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const SNS: ServiceRules = {
  operations: { PublishBatch: ["Publish"] },
  finders: {
    topic: (call) => {
      // A subscription is its topic and an id.
      const subscription = textIn(call.params, "subscriptionarn");
      if (subscription !== undefined) return [subscription.split(":").slice(0, 6).join(":")];
      // A text message goes to a phone, not to a topic.
      return textIn(call.params, "phonenumber") === undefined ? undefined : [];
    },
  },
};
