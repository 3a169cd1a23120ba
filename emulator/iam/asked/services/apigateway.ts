/**
 * API Gateway's actions are the methods of HTTP, and its resources the paths. Source: Amazon API Gateway Developer Guide, "Amazon API
 * Gateway management API: actions, resources, and condition keys".
 */
import { arnOf } from "../../../../aws/arns";
import type { ServiceRules } from "../rules";

export const API_GATEWAY: ServiceRules = {
  all: ({ request: { method, url }, place }) => {
    const [path = "/"] = url.split("?");
    const resource = arnOf({ partition: place.partition, region: place.region }, "apigateway", path);
    return [{ action: `apigateway:${method}`, resource }];
  },
};
