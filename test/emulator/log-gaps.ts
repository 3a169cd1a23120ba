/** What a client sees of moto's gaps in CloudWatch Logs. */
import type { AwsCalls } from "./aws-calls";
import type { Gap } from "./gap";

interface Page {
  readonly events: readonly { readonly message: string }[];
  readonly nextToken?: string;
}

/** A log group with two streams, whose events are of the last minute. @returns what asks it */
async function groupOf(aws: AwsCalls, logGroupName: string, messages: readonly string[]) {
  const logs = <T>(operation: string, body: object) =>
    aws.json<T>("logs", `Logs_20140328.${operation}`, { logGroupName, ...body });
  await logs("CreateLogGroup", {});
  const begun = Date.now() - 60_000;
  for (const stream of [0, 1]) {
    await logs("CreateLogStream", { logStreamName: `s${stream}` });
    const logEvents = messages
      .map((message, index) => ({ timestamp: begun + index, message }))
      .filter((_, index) => index % 2 === stream);
    await logs("PutLogEvents", { logStreamName: `s${stream}`, logEvents });
  }
  return (changes: object = {}) => logs<Page>("FilterLogEvents", changes);
}

const textOf = ({ events }: Page) => events.map(({ message }) => message).join(" ");

/** Fix (a module of `emulator/moto/fixes`) -> the gaps that it closes. */
export const LOG_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  logs_filter_events: [
    {
      title: "log events come in the order of time, by terms that they have and have not",
      observe: async (aws) => {
        const filter = await groupOf(aws, "/gaps/terms", ["a:1", "b:2", "a:2", "b:1"]);
        const patterns = ["", '"a:"', '"a:" -"a:1"', '-"a:" -"b:1"', '?"a:1" ?"b:1"'];
        const texts: string[] = [];
        for (const filterPattern of patterns) texts.push(textOf(await filter({ filterPattern })));
        return texts;
      },
      expected: ["a:1 b:2 a:2 b:1", "a:1 a:2", "a:2", "b:2", "a:1 b:1"],
    },
    {
      title: "a page of log events has 1 MB at most, and the next goes on behind it",
      observe: async (aws) => {
        const filter = await groupOf(
          aws,
          "/gaps/pages",
          ["a", "b", "c", "d", "e"].map((letter) => letter.repeat(250_000)),
        );
        const first = await filter();
        const second = await filter({ nextToken: first.nextToken });
        const small = await filter({ limit: 2, nextToken: (await filter({ limit: 2 })).nextToken });
        const letters = [first, second, small].map(({ events }) =>
          events.map(({ message }) => message.charAt(0)).join(""),
        );
        return [...letters, second.nextToken ?? "no more"];
      },
      expected: ["abcd", "e", "cd", "no more"],
    },
  ],
};
