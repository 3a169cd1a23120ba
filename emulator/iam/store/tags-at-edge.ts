/** Tags of what the edge's own services hold: these are asked as a client would ask them. */
import { partsOfArn } from "../../../aws/arns";
import type { EdgeRequest, Forward, Router } from "../../edge/messages";
import { jsonIn, objectOf, textOf } from "../../edge/messages";
import type { Tags } from "../facts";
import type { TagsAtEdge } from "./store";

const BATCH =
  /^(?:compute-environment|job-queue|job-definition|job|scheduling-policy|service-environment|service-job|quota-share|consumable-resource)\//;

export function tagsAtEdge(router: () => Router, forward: Forward): TagsAtEdge {
  return (arn) => {
    const parts = partsOfArn(arn);
    if (parts === undefined) return undefined;
    const { service, region, account, resource } = parts;
    const call = { region, account, accountIsChosen: true };
    if (service === "batch") {
      if (!BATCH.test(resource)) return undefined;
      const url = `/v1/tags/${encodeURIComponent(arn)}`;
      return asked(router(), forward, {
        ...{ identity: { ...call, service }, operation: `GET ${url}`, method: "GET", url },
        ...{ headers: {}, body: Buffer.alloc(0) },
      });
    }
    if (service !== "sagemaker" || !resource.startsWith("training-job/")) return undefined;
    return asked(router(), forward, {
      ...{ identity: { ...call, service }, operation: "ListTags", method: "POST", url: "/" },
      headers: { "x-amz-target": "SageMaker.ListTags", "content-type": "application/x-amz-json-1.1" },
      body: Buffer.from(JSON.stringify({ ResourceArn: arn })),
    });
  };
}

async function asked(router: Router, forward: Forward, request: EdgeRequest): Promise<Tags> {
  const answer = await router.get(request.identity.service)?.handle(request, forward);
  if (answer?.status !== 200) return new Map();
  const { tags, Tags: listed } = jsonIn(answer.body);
  if (Array.isArray(listed)) {
    return new Map(listed.map(objectOf).map(({ Key, Value }) => [textOf(Key), textOf(Value)] as const));
  }
  return new Map(Object.entries(objectOf(tags)).map(([key, value]) => [key, textOf(value)] as const));
}
