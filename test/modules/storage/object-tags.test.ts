import { batchRepository, synthesizeBatch } from "../batch-construct/support";

/** The ways in which the S3 objects of an environment with so many tags of its own are tagged. */
function taggingOf(count: number) {
  const own = Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag_${index}`, "x"]));
  const { files } = synthesizeBatch(batchRepository({ settings: { default_tags: own } }));
  const objects = Object.values(files).flatMap(({ resource = {} }) => Object.values(resource.aws_s3_object ?? {}));
  expect(objects.length).toBeGreaterThan(10);
  return new Set(objects.map(({ override_provider }) => JSON.stringify(override_provider)));
}

describe("the tags of objects in S3", () => {
  // environment, project, repo_url, deployed_by and developed_by are there in any case.
  it("are those of everything else while they are ten at most", () => {
    expect(taggingOf(5)).toEqual(new Set([undefined]));
  });

  it("are none where there are more, which S3 refuses", () => {
    expect(taggingOf(6)).toEqual(new Set([JSON.stringify({ default_tags: { tags: {} } })]));
  });
});
