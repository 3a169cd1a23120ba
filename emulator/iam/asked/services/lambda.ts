/** Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda". */
import { isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere, objectIn, textIn, textsIn } from "../api-call";
import type { Keys, ServiceRules } from "../rules";

export const LAMBDA: ServiceRules = {
  operations: {
    GetLayerVersionByArn: ["GetLayerVersion"],
    Invoke: ["InvokeFunction"],
    InvokeAsync: ["InvokeFunction"],
    InvokeWithResponseStream: ["InvokeFunction"],
  },
  finders: {
    function: (call) => {
      const arn = textIn(call.params, "resource") === undefined ? functionArn(call) : undefined;
      return arn === undefined ? undefined : [arn];
    },
    // An ARN with a qualifier is the function's in all actions.
    "function alias": () => [],
    "function version": () => [],
    layerVersion: (call) => {
      const [name, version] = [textIn(call.params, "layername"), textIn(call.params, "versionnumber")];
      if (name === undefined || version === undefined) return undefined;
      return [`${isArn(name) ? name : arnHere(call, "lambda", `layer:${name}`)}:${version}`];
    },
  },
  keys: lambdaKeys,
};

/** A function is given as `name`, `name:alias`, `account:function:name` or an ARN; its alias or version beside it, too. */
function functionArn(call: ApiCall): string | undefined {
  const given = textIn(call.params, "functionname");
  if (given === undefined) return undefined;
  const [, account, short] = /^(\d{12}):function:(.+)$/.exec(given) ?? [];
  const arn = isArn(given)
    ? given
    : arnHere(
        { ...call, place: { ...call.place, account: account ?? call.place.account } },
        "lambda",
        `function:${short ?? given}`,
      );
  const qualifier = textIn(call.params, "qualifier");
  return qualifier === undefined || arn.split(":").length > 7 ? arn : `${arn}:${qualifier}`;
}

async function lambdaKeys(call: ApiCall): Promise<Keys> {
  const vpc = objectIn(call.params, "vpcconfig");
  return {
    "lambda:Layer": textsIn(call.params, "layers"),
    "lambda:SubnetIds": textsIn(vpc, "subnetids"),
    "lambda:SecurityGroupIds": textsIn(vpc, "securitygroupids"),
    "lambda:FunctionArn":
      call.operation?.endsWith("EventSourceMapping") === true ? await mappedFunction(call) : undefined,
  };
}

/** A mapping that is there already has its function; one that is made names it. */
async function mappedFunction(call: ApiCall): Promise<string | undefined> {
  const id = textIn(call.params, "uuid");
  return id === undefined ? functionArn(call) : call.facts.arnOf("lambda:function-of-mapping", call.place, id);
}
