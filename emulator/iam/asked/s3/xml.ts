/** What an S3 request says in its body, as far as it is asked for. */

/** Keys and versions of a DeleteObjects request. */
export function deletedObjects(body: Buffer): readonly { key: string; versionId: string | undefined }[] {
  return [...body.toString("utf8").matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = ""]) => ({
    key: textOf(object, "Key") ?? "",
    versionId: textOf(object, "VersionId"),
  }));
}

/** Text of the first element of a name. */
export function textOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : unescaped(text);
}

/** Tags of a tag set. */
export function tagsIn(xml: string): ReadonlyMap<string, string> {
  const tags = [...xml.matchAll(/<Tag>(.*?)<\/Tag>/gs)];
  return new Map(tags.map(([, tag = ""]) => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""] as const));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
  });
}
