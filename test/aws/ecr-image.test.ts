import { ecrImageOf } from "../../aws/ecr-image";

describe("the image of a container", () => {
  it.each([
    ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/train:3", "aws", "team/train", "3"],
    ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/train", "aws", "train", "latest"],
    ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/train@sha256:ab", "aws-cn", "train", "sha256:ab"],
  ])("is in a repository of ECR: %s", (image, partition, repository, version) => {
    expect(ecrImageOf(image)).toMatchObject({ place: { partition, account: "123456789012" }, repository, version });
  });

  it("has the ARN of its repository", () => {
    expect(ecrImageOf("123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3")?.repositoryArn).toBe(
      "arn:aws:ecr:eu-west-1:123456789012:repository/train",
    );
  });

  it.each(["train", "python:3.12", "public.ecr.aws/docker/library/busybox", "quay.io/a/b"])(
    "is elsewhere: %s",
    (image) => {
      expect(ecrImageOf(image)).toBeUndefined();
    },
  );
});
