/** Drives the pipeline of a deployed environment through the APIs of AWS, as a pipeline or a person would. */
import { setTimeout as sleep } from "node:timers/promises";
import { AwsCalls } from "../emulator/aws-calls";
import type { EmbeddedAccount } from "./ssm";

export type PipelineContext = "training" | "inferencing";

export interface Execution {
  readonly executionArn: string;
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
}

const PAUSE_MS = 250;

/** One delivery of each source of the example ETL, of parts that the mapping file has. */
const deliveries: Readonly<Record<string, string>> = {
  parts: "part_name,family,unit_price\nbrake_disc,brakes,41.5\ngearbox,drive,830\nwiper_motor,body,77.2\n",
  sales: "sale_id,part_name,units\n1,brake_disc,12\n2,gearbox,3\n",
  warranty: "claim_id,part_name,mileage_km,cost\n1,wiper_motor,23000,77.2\n",
};

export class PipelineDriver {
  readonly aws: AwsCalls;
  /** The day of all runs, UTC. */
  readonly day = new Date().toISOString().slice(0, 10);

  /** @param prefix - of the environment's names, e.g. `jenkins-pl-apsouth1` */
  constructor(
    { endpoint, account, region }: EmbeddedAccount,
    readonly prefix: string,
  ) {
    this.aws = new AwsCalls(endpoint, account, region);
  }

  /** Runs the example ETL of the day, so that the gatekeeper finds checks that passed. */
  async runEtl(): Promise<void> {
    for (const [table, content] of Object.entries(deliveries)) {
      await this.aws.send("s3", "PUT", `/${this.prefix}-analytics-etl/raw/${table}/${this.day}.csv`, content);
    }
    for (const job of ["ingest-parts", "ingest-sales", "ingest-warranty", "check-sales", "check-warranty"]) {
      const JobName = `${this.prefix}-analytics-etl-${job}`;
      const Arguments = { "--day": this.day };
      const { JobRunId } = await this.json<{ JobRunId: string }>("glue", "AWSGlue.StartJobRun", { JobName, Arguments });
      const run = await this.until(
        () => this.json<{ JobRun: GlueRun }>("glue", "AWSGlue.GetJobRun", { JobName, RunId: JobRunId }),
        ({ JobRun }) => !["STARTING", "RUNNING"].includes(JobRun.JobRunState),
      );
      if (run.JobRun.JobRunState !== "SUCCEEDED") throw new Error(`${JobName}: ${run.JobRun.ErrorMessage ?? ""}`);
    }
  }

  /** Makes the registered job definition the live one, as the code-sync pipeline does. */
  async setLiveJobDefinition(context: PipelineContext): Promise<void> {
    const jobDefinitionName = `${this.prefix}-dapf-batch-${context}-job-def`;
    const answer = await this.aws.send(
      "batch",
      "POST",
      "/v1/describejobdefinitions",
      JSON.stringify({ jobDefinitionName, status: "ACTIVE" }),
    );
    const { jobDefinitions } = JSON.parse(answer.text) as { jobDefinitions: { jobDefinitionArn: string }[] };
    const Value = jobDefinitions[0]?.jobDefinitionArn ?? "";
    const Name = this.parameterName(`${context}/live_${context}_batch_job_definition`);
    await this.json("ssm", "AmazonSSM.PutParameter", { Name, Value, Type: "String", Overwrite: true });
  }

  /**
   * @param changes - to the input map
   * @returns the ARN of the execution
   */
  async start(context: PipelineContext, changes: object = {}): Promise<string> {
    const map = JSON.parse(await this.parameter(`${context}_step_function_inputs`)) as object;
    const [year, month, day] = this.day.split("-");
    const { region, account } = this.aws;
    const name = `${this.prefix}-modelops-${context}-orchestrator`;
    const { executionArn } = await this.json<{ executionArn: string }>("states", "AWSStepFunctions.StartExecution", {
      stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:${name}`,
      input: JSON.stringify({ ...map, year, month, day, ...changes }),
    });
    return executionArn;
  }

  async run(context: PipelineContext, changes: object = {}): Promise<Execution> {
    return this.ended(await this.start(context, changes));
  }

  ended(executionArn: string): Promise<Execution> {
    return this.until(
      () => this.json<Execution>("states", "AWSStepFunctions.DescribeExecution", { executionArn }),
      ({ status }) => status !== "RUNNING",
    );
  }

  async stop(executionArn: string): Promise<void> {
    await this.json("states", "AWSStepFunctions.StopExecution", { executionArn, cause: "by hand" });
  }

  /**
   * Kills the process of a Glue job's run.
   * @param job - its name below that of the platform
   */
  async killGlueRun(job: string): Promise<void> {
    const JobName = `${this.prefix}-${job}`;
    const { JobRuns } = await this.json<{ JobRuns: { Id: string }[] }>("glue", "AWSGlue.GetJobRuns", { JobName });
    // The newest is the first.
    await this.json("glue", "AWSGlue.BatchStopJobRun", { JobName, JobRunIds: JobRuns.slice(0, 1).map(({ Id }) => Id) });
  }

  /** Names of the states that an execution has entered, in order. */
  async states(executionArn: string): Promise<string[]> {
    const { events } = await this.json<{ events: { stateEnteredEventDetails?: { name: string } }[] }>(
      "states",
      "AWSStepFunctions.GetExecutionHistory",
      { executionArn },
    );
    return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
  }

  /** The texts and numbers of all rows of a table, as texts. */
  async rows(table: string): Promise<Record<string, string>[]> {
    const { Items } = await this.json<{ Items: Record<string, { S?: string; N?: string }>[] }>(
      "dynamodb",
      "DynamoDB_20120810.Scan",
      { TableName: `${this.prefix}-${table}` },
    );
    return Items.map((item) =>
      Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? N ?? ""])),
    );
  }

  async setQueueState(context: PipelineContext, state: "ENABLED" | "DISABLED"): Promise<void> {
    const jobQueue = `${this.prefix}-dapf-batch-${context}-job-queue`;
    await this.aws.send("batch", "POST", "/v1/updatejobqueue", JSON.stringify({ jobQueue, state }));
    await this.until(
      () => this.aws.send("batch", "POST", "/v1/describejobqueues", JSON.stringify({ jobQueues: [jobQueue] })),
      ({ text }) => text.includes(`"state":"${state}"`) && text.includes('"status":"VALID"'),
    );
  }

  /** Names of all jobs of the context's queue, in any status. */
  async jobNames(context: PipelineContext): Promise<string[]> {
    const jobQueue = `${this.prefix}-dapf-batch-${context}-job-queue`;
    const body = JSON.stringify({ jobQueue, filters: [{ name: "JOB_NAME", values: ["*"] }] });
    const answer = await this.aws.send("batch", "POST", "/v1/listjobs", body);
    return (JSON.parse(answer.text) as { jobSummaryList: { jobName: string }[] }).jobSummaryList.map(
      ({ jobName }) => jobName,
    );
  }

  /** Value of a parameter, by its name below that of the platform. */
  async parameter(name: string): Promise<string> {
    const found = await this.json<{ Parameter: { Value: string } }>("ssm", "AmazonSSM.GetParameter", {
      Name: this.parameterName(name),
    });
    return found.Parameter.Value;
  }

  async object(bucket: string, key: string): Promise<string> {
    return (await this.aws.send("s3", "GET", `/${this.prefix}-${bucket}/${key}`)).text;
  }

  async putObject(bucket: string, key: string, content: string): Promise<void> {
    await this.aws.send("s3", "PUT", `/${this.prefix}-${bucket}/${key}`, content);
  }

  /** Approves the model package that was registered last, and waits until inferencing knows of it. */
  async approve(): Promise<void> {
    const [latest] = await this.modelPackages();
    const approval = { ModelPackageArn: latest, ModelApprovalStatus: "Approved" };
    await this.json("sagemaker", "SageMaker.UpdateModelPackage", approval);
    await this.until(
      () => this.parameter("training/winner_algorithm"),
      (winner) => winner !== "default",
    );
  }

  /** Removes what runs have made, Terraform knows nothing of, and a destroy would leave, on AWS as here. */
  async removeTraces(): Promise<void> {
    for (const table of ["model_eval_summary", "inference"]) {
      const QueryString = `DROP TABLE \`default\`.\`${table}\``;
      await this.json("athena", "AmazonAthena.StartQueryExecution", { QueryString });
    }
  }

  async until<T>(look: () => Promise<T>, isIt: (seen: T) => boolean, patienceMs = 110_000): Promise<T> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const seen = await look();
      if (isIt(seen)) return seen;
      if (Date.now() > end) throw new Error(`after ${patienceMs} ms it still is ${JSON.stringify(seen)}`);
      await sleep(PAUSE_MS);
    }
  }

  private async modelPackages(): Promise<string[]> {
    const { ModelPackageSummaryList } = await this.json<{ ModelPackageSummaryList: { ModelPackageArn: string }[] }>(
      "sagemaker",
      "SageMaker.ListModelPackages",
      { ModelPackageGroupName: `${this.prefix}-dapf-mpg`, SortBy: "CreationTime", SortOrder: "Descending" },
    );
    return ModelPackageSummaryList.map(({ ModelPackageArn }) => ModelPackageArn);
  }

  private parameterName(name: string): string {
    return `/${this.prefix}-dapf-ssm/${name}`;
  }

  private json<T = object>(service: string, target: string, body: object): Promise<T> {
    return this.aws.json<T>(service, target, body);
  }
}

interface GlueRun {
  readonly JobRunState: string;
  readonly ErrorMessage?: string;
}
