import type { Connection } from "../../aws/connection";
import { unless } from "../../aws/errors";
import { DEFAULT_RETRY } from "../../aws/retry";
import { ssmClient } from "../../aws/services";

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

/** Asks AWS. @param retry how patiently */
export function parameterStore(connection: Connection, retry = DEFAULT_RETRY): ParameterStore {
  const ssm = ssmClient(connection, retry);

  async function versionedParameter(Name: string): Promise<VersionedParameter | undefined> {
    const found = await unless(["ParameterNotFound"], ssm.call("GetParameter", { Name }));
    const { Value: value, Version: version = 0 } = found?.Parameter ?? {};
    return value === undefined ? undefined : { value, version };
  }

  return {
    versionedParameter,
    parameter: async (name) => (await versionedParameter(name))?.value,
    putParameter: async (Name, Value) =>
      (await ssm.call("PutParameter", { Name, Value, Type: "String", Overwrite: true })).Version ?? 0,
  };
}
