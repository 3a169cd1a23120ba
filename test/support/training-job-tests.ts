/** Training jobs on the queues of a deployed platform, one of each kind; to be called inside a `describe`. */
import * as fs from "node:fs";
import * as path from "node:path";
import { dapf, succeeded } from "./dapf";
import type { EmbeddedAccount } from "./ssm";

const minutes = 60_000;

/** A queue, and what a submission has to say there. */
const queues = [
  ["jenkins-pl-c5-fifo", "ml.c5.xlarge", []],
  ["jenkins-pl-g6-fair-share", "ml.g6.xlarge", ["--share", "HIGHPRI"]],
  ["jenkins-pl-g5-quota-shares", "ml.g5.xlarge", ["--quota-share", "team-a-borrows"]],
] as const;

/**
 * @param account - of the deployed platform; known when the tests run
 * @param root - of the clone that it was deployed from
 */
export function trainingJobTests(account: () => EmbeddedAccount, prefix: string, root: () => string): void {
  const payload = (name: string, InstanceType: string) => {
    const { account: number, region } = account();
    return {
      TrainingJobName: name,
      RoleArn: `arn:aws:iam::${number}:role/${prefix}-dapf-training-queues-execution`,
      AlgorithmSpecification: {
        TrainingImage: `${number}.dkr.ecr.${region}.amazonaws.com/${prefix}/training-job/training:1`,
        TrainingInputMode: "File",
      },
      HyperParameters: { dapf_duration_seconds: "1" },
      InputDataConfig: [
        {
          ChannelName: "days",
          DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: `s3://${prefix}-analytics-etl/raw/` } },
        },
      ],
      OutputDataConfig: { S3OutputPath: `s3://${prefix}-training-shared/training-jobs/` },
      ResourceConfig: { InstanceType, InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    };
  };

  test(
    "a training job runs on each kind of queue",
    async () => {
      const ended = await Promise.all(
        queues.map(async ([queue, instanceType, flags]) => {
          const file = path.join(root(), `${queue}.json`);
          fs.writeFileSync(file, JSON.stringify(payload(queue, instanceType)));
          const words = ["train", "submit", file, "--queue", queue, ...flags, "--env", "jenkins-pl", "--local"];
          return succeeded(dapf([...words, "--monitor"], { cwd: root() }));
        }),
      );

      expect(ended.map(({ stdout }) => stdout)).toEqual(queues.map(() => expect.stringContaining("SUCCEEDED")));
    },
    2 * minutes,
  );
}
