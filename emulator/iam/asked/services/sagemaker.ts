/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SageMaker". */
import { isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere, isObject, type Params, textIn, textsIn, textsOf } from "../api-call";
import type { Keys, ServiceRules } from "../rules";

export const SAGEMAKER: ServiceRules = {
  finders: {
    "model-package": (call) => {
      const named = textIn(call.params, "modelpackagename");
      if (named !== undefined) return [isArn(named) ? named : arnHere(call, "sagemaker", `model-package/${named}`)];
      // A package of a group is a version of it, whose number comes with the answer.
      const group = textIn(call.params, "modelpackagegroupname");
      if (group === undefined) return undefined;
      return [arnHere(call, "sagemaker", `model-package/${group.slice(group.lastIndexOf("/") + 1)}/*`)];
    },
  },
  keys: sagemakerKeys,
};

/** Condition key -> the members that it is about, wherever they are in a request. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  "sagemaker:InstanceTypes": ["instancetype"],
  "sagemaker:MaxRuntimeInSeconds": ["maxruntimeinseconds"],
  "sagemaker:NetworkIsolation": ["enablenetworkisolation"],
  "sagemaker:InterContainerTrafficEncryption": ["enableintercontainertrafficencryption"],
  "sagemaker:VpcSubnets": ["subnets"],
  "sagemaker:VpcSecurityGroupIds": ["securitygroupids"],
  "sagemaker:VolumeKmsKeyArn": ["volumekmskeyid"],
};

function sagemakerKeys({ operation = "", params }: ApiCall): Keys {
  if (!/^(Create|Update)/.test(operation)) return {};
  const found = Object.entries(MEMBERS).map(([key, members]) => [key, deepTexts(params, members)] as const);
  // Outputs have their key under the name that volumes have not.
  const output = textsIn(isObject(params.OutputDataConfig) ? params.OutputDataConfig : {}, "kmskeyid");
  return { ...Object.fromEntries(found), "sagemaker:OutputKmsKeyArn": output };
}

function deepTexts(value: unknown, names: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => deepTexts(item, names));
  if (!isObject(value)) return [];
  const members: Params = value;
  return Object.entries(members).flatMap(([name, member]) =>
    names.includes(name.toLowerCase()) ? textsOf(member) : deepTexts(member, names),
  );
}
