import type * as Ssm from "@aws-sdk/client-ssm";
import { type AwsTarget, ask, clientOptions, once, sdk, unless } from "./aws";

/** SSM parameters, through which the platform's parts tell each other names. */
export interface ParameterStore {
  /** Value of a parameter; undefined when there is none. */
  parameter(name: string): Promise<string | undefined>;
  putParameter(name: string, value: string): Promise<void>;
}

/** Asks AWS. The SDK package is loaded by the first call. */
export function parameterStore(target: AwsTarget): ParameterStore {
  const ssm = once(() => {
    const api = sdk<typeof Ssm>("@aws-sdk/client-ssm");
    return { api, client: new api.SSMClient(clientOptions(target, "SSM")) };
  });

  return {
    async parameter(Name) {
      const { api, client } = ssm();
      const found = await unless(["ParameterNotFound"], () =>
        ask("Systems Manager", "GetParameter", () => client.send(new api.GetParameterCommand({ Name }))),
      );
      return found?.Parameter?.Value;
    },

    async putParameter(Name, Value) {
      const { api, client } = ssm();
      const request = { Name, Value, Type: "String", Overwrite: true } as const;
      await ask("Systems Manager", "PutParameter", () => client.send(new api.PutParameterCommand(request)));
    },
  };
}
