import type * as Ssm from "@aws-sdk/client-ssm";
import { type AwsTarget, ask, clientOptions, once, sdk, unless } from "./aws";

/** SSM parameters, through which the platform's parts tell each other names. */
export interface ParameterStore {
  /** Value of a parameter; undefined when there is none. */
  parameter(name: string): Promise<string | undefined>;
  versionedParameter(name: string): Promise<VersionedParameter | undefined>;
  /** @returns the version of the value */
  putParameter(name: string, value: string): Promise<number>;
}

/**
 * A value of a parameter. Systems Manager User Guide, "Working with parameter versions in Parameter Store": "When you
 * change the value of the parameter, Parameter Store automatically increments the version number by one."
 */
export interface VersionedParameter {
  readonly value: string;
  readonly version: number;
}

/** Asks AWS. The SDK package is loaded by the first call. */
export function parameterStore(target: AwsTarget): ParameterStore {
  const ssm = once(() => {
    const api = sdk<typeof Ssm>("@aws-sdk/client-ssm");
    return { api, client: new api.SSMClient(clientOptions(target, "SSM")) };
  });

  async function versionedParameter(Name: string): Promise<VersionedParameter | undefined> {
    const { api, client } = ssm();
    const found = await unless(["ParameterNotFound"], () =>
      ask("Systems Manager", "GetParameter", () => client.send(new api.GetParameterCommand({ Name }))),
    );
    const { Value: value, Version: version = 0 } = found?.Parameter ?? {};
    return value === undefined ? undefined : { value, version };
  }

  return {
    versionedParameter,
    parameter: async (name) => (await versionedParameter(name))?.value,

    async putParameter(Name, Value) {
      const { api, client } = ssm();
      const request = { Name, Value, Type: "String", Overwrite: true } as const;
      const put = () => client.send(new api.PutParameterCommand(request));
      return (await ask("Systems Manager", "PutParameter", put)).Version ?? 0;
    },
  };
}
