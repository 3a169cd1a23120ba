/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Glue"; AWS Glue Developer Guide, "Specifying
 * AWS Glue resource ARNs": an operation on the Data Catalog is asked on its resource and all that this is in; a deletion also on
 * what is in it.
 */
import { arnOf } from "../../../../aws/arns";
import { type ApiCall, objectIn, textIn, textsIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const GLUE: ServiceRules = {
  finders: {
    rootcatalog: (call) => [inCatalog(call, "catalog")],
    // Catalogs within the one that each account has are not in the request of one who has none.
    catalog: (call) => (catalogOf(call).includes("/") || isTagging(call) ? undefined : []),
    database: (call) => {
      if (isTagging(call)) return undefined;
      // Athena User Guide, "Configure access to databases and tables in the AWS Glue Data Catalog": catalog and `default` are enough.
      if (call.operation === "GetDatabases") return [];
      return [inCatalog(call, `database/${databaseOf(call) ?? "*"}`)];
    },
    table: (call) => tablesOf(call).map((table) => inCatalog(call, `table/${databaseOf(call) ?? "*"}/${table}`)),
    userdefinedfunction: (call) => [
      inCatalog(call, `userDefinedFunction/${databaseOf(call) ?? "*"}/${functionOf(call) ?? "*"}`),
    ],
    connectionType: () => [],
  },
};

function isTagging(call: ApiCall): boolean {
  return textIn(call.params, "resourcearn") !== undefined;
}

function catalogOf(call: ApiCall): string {
  return textIn(call.params, "catalogid") ?? "";
}

/** `CatalogId` is the account of the catalog. */
function inCatalog(call: ApiCall, resource: string): string {
  const id = catalogOf(call);
  return arnOf({ ...call.place, account: /^\d{12}/.exec(id)?.[0] ?? call.place.account }, "glue", resource);
}

function databaseOf(call: ApiCall): string | undefined {
  const { params, operation = "" } = call;
  const name = textIn(params, "databasename") ?? textIn(objectIn(params, "databaseinput"), "name");
  return name ?? (operation.endsWith("Database") ? textIn(params, "name") : undefined);
}

function tablesOf(call: ApiCall): readonly string[] {
  const { params, operation = "" } = call;
  if (operation === "PutResourcePolicy") return [];
  const several = textsIn(params, "tablestodelete");
  if (several.length > 0) return several;
  const one = textIn(params, "tablename") ?? textIn(objectIn(params, "tableinput"), "name");
  return [one ?? (operation.endsWith("Table") ? textIn(params, "name") : undefined) ?? "*"];
}

function functionOf(call: ApiCall): string | undefined {
  return textIn(call.params, "functionname") ?? textIn(objectIn(call.params, "functioninput"), "functionname");
}
