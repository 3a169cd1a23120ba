import type { ListTagsForResourceRequest, TagResourceRequest, UntagResourceRequest } from "@aws-sdk/client-batch";
import { list, required, text } from "../../fields/field";
import { table } from "../../fields/table";
import { tags } from "./common";

const resourceArn = text({ required: true });
export const tagList = table<ListTagsForResourceRequest>()({ resourceArn });
export const tagging = table<TagResourceRequest>()({ resourceArn, tags: required(tags) });
export const untagging = table<UntagResourceRequest>()({ resourceArn, tagKeys: list(text(), { required: true }) });
