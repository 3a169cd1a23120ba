/** Where in the text of a policy a statement stands. Source: IAM API Reference, Position: line and column, both from 1. */
import type { XmlObject } from "../callers/form";

export function positionOf(
  document: string,
  index: number,
): { readonly StartPosition: XmlObject; readonly EndPosition: XmlObject } {
  const [start, end] = rangeOf(document, index);
  return { StartPosition: pointAt(document, start), EndPosition: pointAt(document, end) };
}

function pointAt(text: string, offset: number): XmlObject {
  const before = text.slice(0, offset);
  return { Line: before.split("\n").length, Column: offset - before.lastIndexOf("\n") };
}

/** @returns begin and end of the object with that number in `Statement`; the whole text when there is none */
function rangeOf(document: string, index: number): readonly [number, number] {
  const begin = /"Statement"\s*:\s*\[?/.exec(document);
  if (begin === null) return [0, document.length];
  let depth = 0;
  let start = 0;
  let found = -1;
  let isText = false;
  for (let at = begin.index + begin[0].length; at < document.length; at += 1) {
    const letter = document[at];
    if (isText) {
      if (letter === "\\") at += 1;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === "{" && depth++ === 0) {
      start = at;
      found += 1;
    } else if (letter === "}" && --depth === 0 && found === index) return [start, at + 1];
  }
  return [0, document.length];
}
