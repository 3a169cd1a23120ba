/** Crawlers that a trigger starts; they are moto's, which crawls nothing, and end when they are looked at. */
import { setTimeout as sleep } from "node:timers/promises";
import type { InternalCalls } from "../../edge/internal-calls";
import { objectOf, textOf } from "../../edge/messages";

const PAUSE_MS = 300;

/** A crawl; names of the states as in the API's `Crawl`. */
export interface Crawl {
  state: "RUNNING" | "SUCCEEDED" | "CANCELLED" | "FAILED";
  readonly startedAt: Date;
  completedAt: Date | undefined;
  errorMessage: string | undefined;
}

/** @returns the crawl, and when it is over */
export function startCrawl(
  name: string,
  calls: InternalCalls,
): { readonly crawl: Crawl; readonly over: Promise<void> } {
  const crawl: Crawl = { state: "RUNNING", startedAt: new Date(), completedAt: undefined, errorMessage: undefined };
  return { crawl, over: follow(crawl, name, calls) };
}

async function follow(crawl: Crawl, name: string, calls: InternalCalls): Promise<void> {
  const started = await calls.jsonAnswer("glue", "AWSGlue.StartCrawler", { Name: name });
  let status = started.status === 200 ? undefined : "FAILED";
  if (status !== undefined) crawl.errorMessage = textOf(objectOf(JSON.parse(started.body.toString("utf8")))["message"]);
  while (status === undefined) {
    // Moto's crawls go on when they are listed.
    await calls.jsonAnswer("glue", "AWSGlue.ListCrawls", { CrawlerName: name });
    const answer = await calls.jsonAnswer("glue", "AWSGlue.GetCrawler", { Name: name });
    const crawler = objectOf(objectOf(JSON.parse(answer.body.toString("utf8")))["Crawler"]);
    if (answer.status !== 200) status = "FAILED";
    else if (crawler["State"] === "READY") status = textOf(objectOf(crawler["LastCrawl"])["Status"]);
    else await sleep(PAUSE_MS, undefined, { ref: false });
  }
  crawl.state = STATES[status] ?? "FAILED";
  crawl.completedAt = new Date();
}

/** Moto's words for how a crawl has ended. */
const STATES: Readonly<Record<string, Crawl["state"]>> = { COMPLETED: "SUCCEEDED", STOPPED: "CANCELLED" };
