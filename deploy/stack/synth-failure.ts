import { withoutAnsi } from "../terraform/messages";

/**
 * Finds the message in what Node prints when a program ends with an uncaught error: the source line, the message, the
 * stack, the error's fields, Node's version.
 *
 * @param stderr standard error of the synthesis process
 * @returns the message without the error's class, possibly of several lines; all of the text when it holds no error
 */
export function synthFailureMessage(stderr: string): string {
  const lines = withoutAnsi(stderr).split("\n");
  const first = lines.findIndex((line) => /^(?:Uncaught )?[A-Z]\w*(?:Error|Exception)?(?: \[\w+\])?: /.test(line));
  if (first === -1) return stderr.trim();
  const rest = lines.slice(first);
  const end = rest.findIndex((line) => /^ {4}at /.test(line) || /^Node\.js v\d/.test(line));
  const message = rest.slice(0, end === -1 ? rest.length : end);
  return message
    .join("\n")
    .replace(/^(?:Uncaught )?\w+(?: \[\w+\])?: /, "")
    .trim();
}
