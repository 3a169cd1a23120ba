import { batchRepository, resource, statementsOf, synthesizeBatch } from "../batch-construct/support";

const byTags = {
  inferencing: {
    batch_vpc: { vpc_tags: { Name: "shared" }, subnet_tags: { Tier: "private", Name: "shared" } },
  },
};

describe("the VPC of inferencing", () => {
  test("is the one with the ids that the environment names", () => {
    const { inferencing } = synthesizeBatch(batchRepository());

    expect(inferencing.data).toBeUndefined();
    expect(resource(inferencing, "aws_security_group", "security_group").vpc_id).toBe("vpc-0123456789abcdef0");
    expect(inferencing.module?.inferencing_construct).toMatchObject({ source: "./modules/inferencing_construct" });
  });

  test("hands its subnets to the compute environment", () => {
    const { inferencingConstruct } = synthesizeBatch(batchRepository());

    expect(
      resource(inferencingConstruct, "aws_batch_compute_environment", "compute_environment").compute_resources,
    ).toMatchObject({ subnets: ["subnet-0123456789abcdef0"] });
  });

  test("is looked up by the tags that the environment names instead", () => {
    const { inferencing } = synthesizeBatch(batchRepository({ settings: byTags }));

    expect(inferencing.data?.aws_vpc?.batch_vpc).toMatchObject({ tags: { Name: "shared" } });
    expect(inferencing.data?.aws_subnets?.batch_subnets).toMatchObject({
      filter: [{ name: "vpc-id", values: ["${data.aws_vpc.batch_vpc.id}"] }],
      tags: { Tier: "private", Name: "shared" },
    });
    expect(resource(inferencing, "aws_security_group", "security_group").vpc_id).toBe("${data.aws_vpc.batch_vpc.id}");
  });

  test("without a subnet of those tags is an error that names them", () => {
    const { inferencing } = synthesizeBatch(batchRepository({ settings: byTags }));

    expect(inferencing.data?.aws_subnets?.batch_subnets?.lifecycle).toEqual({
      postcondition: [
        {
          condition: "${length(self.ids) > 0}",
          error_message: expect.stringContaining("Tier=private, Name=shared"),
        },
      ],
    });
  });
});

describe("inferencing", () => {
  const { inferencing, inferencingConstruct } = synthesizeBatch(batchRepository());

  test("has a security group of its own", () => {
    expect(resource(inferencing, "aws_security_group", "security_group")).toMatchObject({
      name_prefix: "churn-dev-euwest1-inferencing-vep-sg-",
    });
  });

  test("reads what training made, and cannot change it", () => {
    const statements = statementsOf(
      resource(inferencingConstruct, "aws_iam_role_policy", "glue_job_data_policy").policy,
    );
    const about = (Sid: string) => statements.find((statement) => statement.Sid === Sid);
    const trainingShared = expect.stringMatching(/training_construct_aws_s3_bucket_shared_arn.*\/\*$/);

    expect(about("ObjectsOfOthers")).toMatchObject({ Action: ["s3:GetObject"] });
    expect(about("ObjectsOfOthers")?.Resource).toContainEqual(trainingShared);
    expect(about("Objects")?.Resource).not.toContainEqual(trainingShared);
    expect(about("ReadParameters")?.Resource).toContainEqual(expect.stringContaining("winner_algorithm"));
  });
});
