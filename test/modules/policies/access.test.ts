import { readAndWriteBuckets, useBuckets } from "../../../modules/policies/access";

const actions = (statements: ReturnType<typeof useBuckets>) => statements.flatMap(({ Action }) => Action);

describe("who writes objects", () => {
  it("can replace and not delete them", () => {
    expect(actions(readAndWriteBuckets(["arn:aws:s3:::one"]))).not.toContain("s3:DeleteObject");
  });

  it("can delete them, too, where its jobs are of Spark, which has to", () => {
    const [buckets, objects] = useBuckets(["arn:aws:s3:::one"]);

    expect(buckets?.Action).not.toContain("s3:DeleteObject");
    expect(objects).toMatchObject({ Resource: ["arn:aws:s3:::one/*"] });
    expect(actions(useBuckets(["arn:aws:s3:::one"])).filter((action) => action.includes("Delete"))).toEqual([
      "s3:DeleteObject",
    ]);
  });
});
