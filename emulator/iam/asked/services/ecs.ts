/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Elastic Container Service". */
import { isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere, textIn, textsIn } from "../api-call";
import type { Finder, ServiceRules } from "../rules";

export const ECS: ServiceRules = {
  finders: {
    cluster: (call) => {
      const named = textsIn(call.params, "cluster", "clustername", "clusters");
      return named.length === 0 ? undefined : named.map((name) => arnNamed(call, "cluster", name));
    },
    service: inCluster("service", "service", "servicename", "services"),
    task: inCluster("task", "task", "tasks"),
    "container-instance": inCluster("container-instance", "containerinstance", "containerinstances"),
    "task-definition": (call) => {
      const named = textsIn(call.params, "taskdefinition", "family", "taskdefinitions");
      // The revision of a definition that is registered comes with the answer, that of one which is named alone is the newest.
      return named.length === 0 ? undefined : named.map((name) => definitionArn(call, name));
    },
  },
  keys: (call) => {
    const cluster = textIn(call.params, "cluster");
    return cluster === undefined ? {} : { "ecs:cluster": arnNamed(call, "cluster", cluster) };
  },
};

/** ECS API Reference: "If you do not specify a cluster, the default cluster is assumed." */
function clusterName(call: ApiCall): string {
  const cluster = textIn(call.params, "cluster") ?? "default";
  return cluster.slice(cluster.lastIndexOf("/") + 1);
}

function inCluster(type: string, ...members: readonly string[]): Finder {
  return (call) => {
    if (textIn(call.params, "resourcearn") !== undefined) return undefined;
    const named = textsIn(call.params, ...members);
    return (named.length === 0 ? ["*"] : named).map((name) =>
      isArn(name) ? name : arnHere(call, "ecs", `${type}/${clusterName(call)}/${name}`),
    );
  };
}

function definitionArn(call: ApiCall, name: string): string {
  return arnNamed(call, "task-definition", name.includes(":") ? name : `${name}:*`);
}

function arnNamed(call: ApiCall, type: string, name: string): string {
  return isArn(name) ? name : arnHere(call, "ecs", `${type}/${name}`);
}
