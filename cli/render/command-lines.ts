/** Commands that are shown to be copied. */

/** Whether a text is a command and nothing else. */
export const isCommand = (text: string): boolean => /^(aws|dapf|docker) /.test(text);

/**
 * Breaks a command before its options, as a shell lets it: what is copied from the terminal does the same.
 *
 * @param width columns; an option that is longer stays whole
 */
export function commandLines(command: string, width: number): string[] {
  const lines: string[] = [];
  // Before an option or what is to be put in, and not within quotes.
  for (const part of command.split(/ (?=--|<)(?=(?:[^']*'[^']*')*[^']*$)/)) {
    const last = lines.at(-1);
    // Room for the backslash.
    if (last === undefined || last.length + 1 + part.length > width - 2)
      lines.push(last === undefined ? part : `  ${part}`);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines.map((line, at) => (at === lines.length - 1 ? line : `${line} \\`));
}
