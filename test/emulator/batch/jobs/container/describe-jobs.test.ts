import type { DescribeJobsResponse } from "@aws-sdk/client-batch";
import { placeIn } from "../../../../../aws/place";
import { JobsAccount } from "./jobs-account";

describe("describing jobs", () => {
  const described = (batch: JobsAccount, jobs: readonly string[]): (string | undefined)[] =>
    (batch.call<DescribeJobsResponse>("DescribeJobs", { jobs }).jobs ?? []).map(({ jobId }) => jobId);

  it("leaves out ids that are not known, and tells of each job once", () => {
    const batch = new JobsAccount();
    const [first, second] = [batch.submit(), batch.submit()];
    expect(described(batch, [second, "unknown", first, second, `${first}:0`])).toEqual([second, first]);
    expect(described(batch, ["unknown"])).toEqual([]);
  });

  it("takes 100 ids, and no more", () => {
    const batch = new JobsAccount();
    const ids = Array.from({ length: 100 }, () => batch.submit());
    expect(described(batch, ids)).toEqual(ids);
    expect(() => described(batch, [...ids, "one-more"])).toThrow("Maximum number of jobs supported is 100");
  });

  it("knows the jobs of its own account and Region only", () => {
    const batch = new JobsAccount();
    const request = { jobs: [batch.submit()] };
    const elsewhere = placeIn("us-west-2", "123456789012");
    expect(batch.call("DescribeJobs", request, elsewhere)).toEqual({ jobs: [] });
  });
});
