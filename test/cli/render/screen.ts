/**
 * What a terminal shows after a text with the control sequences that the live renderer uses: up, clear the line and
 * below, cursor off and on. Anything else would stand in the result.
 */
export function screenOf(text: string): string[] {
  // The escape character is what this expression is about.
  // eslint-disable-next-line no-control-regex
  const tokens = text.match(/\u001b\[(?:\?25[lh]|\d*[A-Z])|\r|\n|[^\u001b\r\n]+/g) ?? [];
  const lines: string[] = [""];
  let row = 0;
  for (const token of tokens) {
    const up = /^.\[(\d+)A$/.exec(token);
    if (up) row -= Number(up[1]);
    else if (token.endsWith("[J")) lines.splice(row, lines.length - row, "");
    else if (token.endsWith("[K")) lines[row] = "";
    else if (token === "\n") {
      row += 1;
      lines[row] ??= "";
    } else if (!/25[lh]$/.test(token) && token !== "\r") lines[row] = token;
  }
  return lines.filter((line) => line !== "");
}
