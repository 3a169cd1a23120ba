/** What the tests of a deployed pipeline share: the driver, the listener, and a mapping file of their own. */
import { simulate } from "../../emulator";
import { PipelineDriver, type PipelineContext } from "./pipeline-driver";
import type { EmbeddedAccount } from "./ssm";
import { TopicListener, type TopicMessage } from "./topic-listener";
import { until } from "./until";

/** What a run may take, in milliseconds, on a machine that does other things as well. */
export const RUN_MS = 120_000;

/** How many jobs the example has: 3 parts x 3 algorithms. */
export const ROWS = 9;

const MAPPING_KEY = "mapping_json/mapping_json.json";
/** What Terraform has put into S3 stays as it is, its tags included. */
const OWN_MAPPING_KEY = "mapping_json/of-this-test.json";

/** What the alerts of jenkins-pl say of a run that ended so. */
export const toldOfRun = (status: "FAILED" | "ABORTED"): unknown =>
  expect.stringMatching(
    new RegExp(
      `^"The run (\\S+) of training ended with ${status} at \\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z\\. Why, and what the next run will do: ` +
        'npx dapf runs why jenkins-pl \\1 --context training"$',
    ),
  );

export class PipelineStory {
  private constructor(
    readonly pipeline: PipelineDriver,
    private readonly listener: TopicListener,
    /** The mapping file of the example. */
    readonly mapping: string,
  ) {}

  /** @param prefix - of the environment's names */
  static async begin(account: EmbeddedAccount, prefix: string): Promise<PipelineStory> {
    const pipeline = new PipelineDriver(account, prefix);
    const listener = await TopicListener.begin(pipeline.aws, `${prefix}-dapf-notifier`);
    return new PipelineStory(pipeline, listener, await pipeline.object("training-internal", MAPPING_KEY));
  }

  /** Removes whatever a destroy would leave. */
  async end(): Promise<void> {
    await simulate(this.pipeline.aws.endpoint, []);
    await this.pipeline.removeTraces();
    await this.listener.end();
  }

  /** What the topic of the platform has heard since the last time. */
  messages(): Promise<TopicMessage[]> {
    return this.listener.messages();
  }

  /** The same once there are so many: EventBridge tells of a run a moment after it has ended. */
  async told(count: number): Promise<string[]> {
    const heard: string[] = [];
    await until(async () => {
      heard.push(...(await this.messages()).map(({ Subject, Message }) => Subject ?? Message));
      return heard.length >= count;
    });
    return heard;
  }

  /** Writes a mapping file. @returns the change of the input map by which a run takes it */
  async ownMapping(text: string): Promise<object> {
    await this.pipeline.putObject("training-internal", OWN_MAPPING_KEY, text);
    return { mapping_json_S3_path: `s3://${this.pipeline.prefix}-training-internal/${OWN_MAPPING_KEY}` };
  }

  /** The rows of the input table: `gearbox/xgb SUCCEEDED`, sorted. */
  async statuses(context: PipelineContext): Promise<string[]> {
    const found = await this.pipeline.rows(`${context}-input-table`);
    return found.map(({ pk_mappingid, job_status }) => `${pk_mappingid} ${job_status}`).sort();
  }

  /** Names of the training jobs that AWS Batch has, in any status, sorted. */
  async namesOfJobs(): Promise<string[]> {
    return (await this.pipeline.jobNames("training")).sort();
  }

  completion(): Promise<string> {
    return this.pipeline.parameter("training/training_complete_status");
  }
}
