/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Athena". */
import { type ApiCall, arnHere, textIn, textsIn } from "../api-call";
import type { ServiceRules } from "../rules";

/** Athena API Reference, StartQueryExecution: the workgroup of a query that names none. */
const DEFAULT = "primary";
const OF_QUERIES = ["queryexecutionid", "queryexecutionids", "namedqueryid", "namedqueryids"];

export const ATHENA: ServiceRules = {
  finders: {
    workgroup: async (call) => {
      const tagged = textIn(call.params, "resourcearn");
      if (tagged !== undefined) return tagged.includes(":workgroup/") ? [tagged] : [];
      const named = textIn(call.params, "workgroup") ?? subject(call, "WorkGroup");
      if (named !== undefined) return [arnHere(call, "athena", `workgroup/${named}`)];
      return workgroupsOfQueries(call, textsIn(call.params, ...OF_QUERIES));
    },
    datacatalog: (call) => {
      const name = textIn(call.params, "catalogname") ?? subject(call, "DataCatalog");
      return name === undefined ? undefined : [arnHere(call, "athena", `datacatalog/${name}`)];
    },
  },
};

function subject(call: ApiCall, noun: string): string | undefined {
  return call.operation?.endsWith(noun) === true ? textIn(call.params, "name") : undefined;
}

/** A query that nobody knows is looked for in the default workgroup; the service then says that it is not there. */
async function workgroupsOfQueries(call: ApiCall, ids: readonly string[]): Promise<readonly string[]> {
  const found = ids.map((id) => call.facts.arnOf("athena:workgroup-of-query", call.place, id));
  const arns = (await Promise.all(found)).filter((arn) => arn !== undefined);
  return arns.length > 0 ? arns : [arnHere(call, "athena", `workgroup/${DEFAULT}`)];
}
