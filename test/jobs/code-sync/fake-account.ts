import type { JobDefinition, RegisterJobDefinitionCommandInput } from "@aws-sdk/client-batch";
import type { CodeServices } from "../../../jobs/code-sync";

/** An account with a deployed environment, as far as code-sync is concerned. Each call has its effect at once. */
export class FakeAccount implements CodeServices {
  readonly parameters = new Map<string, { value: string; version: number }>();
  readonly objects = new Map<string, Uint8Array>();
  readonly requests: RegisterJobDefinitionCommandInput[] = [];
  /** In the order of the changes. */
  readonly log: string[] = [];
  definitions: JobDefinition[] = [
    {
      jobDefinitionName: "d",
      jobDefinitionArn: "arn:d:1",
      revision: 1,
      type: "container",
      retryStrategy: { attempts: 3 },
      containerProperties: { image: "registry/old:default", command: ["python3"], jobRoleArn: "arn:role" },
    },
  ];

  constructor(private readonly folder: string) {
    const map = {
      step_function_arn: "arn:m",
      aws_batch_job_queue: "q",
      aws_batch_job_name: "j",
      s3_bucket_name_internal: "internal",
    };
    this.parameters.set(`${folder}/training_step_function_inputs`, { value: JSON.stringify(map), version: 1 });
  }

  /** @param name below the folder of the context: `ecr_training` */
  valueOf(name: string): string | undefined {
    return this.parameters.get(`${this.folder}/training/${name}`)?.value;
  }

  /** The image that the live job definition has. */
  get liveImage(): string | undefined {
    const live = this.valueOf("live_training_batch_job_definition");
    return this.definitions.find(({ jobDefinitionArn }) => jobDefinitionArn === live)?.containerProperties?.image;
  }

  versionedParameter = (name: string) => Promise.resolve(this.parameters.get(name));
  parameter = async (name: string) => (await this.versionedParameter(name))?.value;
  putParameter = (name: string, value: string) => {
    const version = (this.parameters.get(name)?.version ?? 0) + 1;
    this.parameters.set(name, { value, version });
    this.log.push(name);
    return Promise.resolve(version);
  };
  object = (bucket: string, key: string) => Promise.resolve(this.objects.get(`${bucket}/${key}`));
  putObject = (bucket: string, key: string, content: Uint8Array) => {
    this.objects.set(`${bucket}/${key}`, content);
    this.log.push(key);
    return Promise.resolve();
  };
  jobDefinitions = () => Promise.resolve([...this.definitions].reverse());
  jobDefinition = (arn: string) =>
    Promise.resolve(this.definitions.find(({ jobDefinitionArn }) => jobDefinitionArn === arn));
  registerJobDefinition = (request: RegisterJobDefinitionCommandInput) => {
    this.requests.push(request);
    const revision = this.definitions.length + 1;
    const jobDefinitionArn = `arn:d:${revision}`;
    // Cast: all of its fields are there.
    this.definitions.push({ ...request, revision, jobDefinitionArn } as JobDefinition);
    this.log.push(jobDefinitionArn);
    return Promise.resolve({ arn: jobDefinitionArn, revision });
  };
}

/** The same services with something before each call. @param before gets the name of the call */
export function watched(services: CodeServices, before: (call: string) => Promise<void>): CodeServices {
  const wrap =
    <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await before(name);
      return call(...args);
    };
  return {
    parameter: wrap("parameter", services.parameter.bind(services)),
    versionedParameter: wrap("versionedParameter", services.versionedParameter.bind(services)),
    putParameter: wrap("putParameter", services.putParameter.bind(services)),
    object: wrap("object", services.object.bind(services)),
    putObject: wrap("putObject", services.putObject.bind(services)),
    jobDefinitions: wrap("jobDefinitions", services.jobDefinitions.bind(services)),
    jobDefinition: wrap("jobDefinition", services.jobDefinition.bind(services)),
    registerJobDefinition: wrap("registerJobDefinition", services.registerJobDefinition.bind(services)),
  };
}
