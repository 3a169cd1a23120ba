import { processingWork, trainingWork } from "../../../../emulator/sagemaker/role/work";

const RoleArn = "arn:aws:iam::123456789012:role/r";

describe("what SageMaker does as the role of a job", () => {
  it("is read in a request for a training job", () => {
    const request = {
      RoleArn,
      AlgorithmSpecification: { TrainingImage: "image" },
      InputDataConfig: [
        { ChannelName: "a", DataSource: { S3DataSource: { S3Uri: "s3://in/a" } } },
        { ChannelName: "b", DataSource: { FileSystemDataSource: {} } },
      ],
      OutputDataConfig: { S3OutputPath: "s3://out/models/", KmsKeyId: "key" },
      CheckpointConfig: { S3Uri: "s3://out/checkpoints" },
    };
    expect(trainingWork(request, "job")).toEqual({
      kind: "Training",
      name: "job",
      roleArn: RoleArn,
      image: "image",
      inputs: ["s3://in/a"],
      outputs: [
        { address: "s3://out/models/job/output/model.tar.gz", kmsKeyId: "key" },
        { address: "s3://out/checkpoints/checkpoint", kmsKeyId: "key" },
      ],
      logGroup: "/aws/sagemaker/TrainingJobs",
    });
  });

  it("is read in a request for a processing job", () => {
    const request = {
      ProcessingJobName: "job",
      RoleArn,
      AppSpecification: { ImageUri: "image" },
      ProcessingInputs: [{ InputName: "a", S3Input: { S3Uri: "s3://in/a" } }, { InputName: "b" }],
      ProcessingOutputConfig: {
        Outputs: [{ OutputName: "o", S3Output: { S3Uri: "s3://out/o" } }, { OutputName: "f" }],
      },
    };
    expect(processingWork(request)).toEqual({
      kind: "Processing",
      name: "job",
      roleArn: RoleArn,
      image: "image",
      inputs: ["s3://in/a"],
      outputs: [{ address: "s3://out/o/output", kmsKeyId: undefined }],
      logGroup: "/aws/sagemaker/ProcessingJobs",
    });
  });

  it("is nothing but metrics and a log where a request has no data", () => {
    expect(trainingWork({}, "job")).toMatchObject({ image: undefined, inputs: [], outputs: [], roleArn: "" });
    expect(processingWork({})).toMatchObject({ image: undefined, inputs: [], outputs: [] });
  });
});
