/** Reads a call out of the request that brought it. */
import type { Place } from "../../../../aws/place";
import { type EdgeRequest, jsonIn } from "../../../edge/messages";
import { protocolOf } from "../../../edge/protocol";
import type { Facts } from "../../facts";
import type { Principal } from "../../model";
import type { ApiCall, Params } from "../api-call";
import { cborParams } from "./cbor";
import { formParams } from "./form";
import { routed } from "./routes";

/** Version of the API of S3 Control, which signs as S3 does. No bucket is called like that. */
const CONTROL = /^\/v20180820\//;

/** S3 keeps the request as it is: what it asks for is in the method, the path, the query and the headers. */
export async function apiCall(request: EdgeRequest, caller: Principal, place: Place, facts: Facts): Promise<ApiCall> {
  const { service } = request.identity;
  const common = { request, service, caller, place, facts };
  const named = (params: Params): ApiCall => ({ ...common, operation: request.operation, params });
  switch (protocolOf(request)) {
    case "json":
      return named(jsonIn(request.body));
    case "cbor":
      return named(cborParams(request.body));
    case "query":
    case "ec2":
      return named(formParams(formOf(request)));
    case "s3":
      if (CONTROL.test(request.url)) return rest(request, common);
      return { ...common, operation: undefined, params: {} };
    case "rest-xml":
    case "rest-json":
      return rest(request, common);
  }
}

async function rest(request: EdgeRequest, common: Omit<ApiCall, "operation" | "params">): Promise<ApiCall> {
  const found = routed(request, await common.facts.routesOf(common.service));
  return { ...common, operation: found?.operation, params: found?.params ?? {} };
}

/** The operation of the query protocol stands in the body, or in the query of the URL. */
function formOf({ url, body }: EdgeRequest): string {
  const mark = url.indexOf("?");
  return [mark < 0 ? "" : url.slice(mark + 1), body.toString("utf8")].filter((part) => part !== "").join("&");
}
