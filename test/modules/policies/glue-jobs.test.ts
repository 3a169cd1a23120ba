import { placeIn } from "../../../aws/place";
import { catalog, logsAndMetrics, queries } from "../../../modules/policies/glue-jobs";

const place = placeIn("cn-north-1", "123456789012");

describe("what a Glue job may do", () => {
  test("queries run in the primary work group of its own account and Region", () => {
    expect(queries(place).Resource).toEqual(["arn:aws-cn:athena:cn-north-1:123456789012:workgroup/primary"]);
  });

  test("the catalog gives the named databases, their tables, and no table of another one", () => {
    expect(catalog(place, ["raw", "clean"]).Resource).toEqual([
      "arn:aws-cn:glue:cn-north-1:123456789012:catalog",
      "arn:aws-cn:glue:cn-north-1:123456789012:database/default",
      "arn:aws-cn:glue:cn-north-1:123456789012:database/raw",
      "arn:aws-cn:glue:cn-north-1:123456789012:database/clean",
      "arn:aws-cn:glue:cn-north-1:123456789012:table/raw/*",
      "arn:aws-cn:glue:cn-north-1:123456789012:table/clean/*",
    ]);
  });

  test("Athena may look at the database default and list databases, whatever a query is about", () => {
    expect(catalog(place, []).Action).toEqual(expect.arrayContaining(["glue:GetDatabase", "glue:GetDatabases"]));
    expect(catalog(place, ["default"]).Resource).toEqual([
      "arn:aws-cn:glue:cn-north-1:123456789012:catalog",
      "arn:aws-cn:glue:cn-north-1:123456789012:database/default",
      "arn:aws-cn:glue:cn-north-1:123456789012:table/default/*",
    ]);
  });

  test("nothing can be deleted from the catalog", () => {
    expect(catalog(place, ["raw"]).Action.filter((action) => /:(Batch)?Delete/.test(action))).toEqual([]);
  });

  test("it writes the logs of Glue, and metrics of the namespace Glue only", () => {
    const [logs, metrics] = logsAndMetrics(place);
    expect(logs?.Resource).toEqual(["arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws-glue/*"]);
    expect(metrics?.Condition).toEqual({ StringEquals: { "cloudwatch:namespace": "Glue" } });
  });
});
