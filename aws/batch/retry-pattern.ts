// API Reference, EvaluateOnExit: "It can contain only numbers, and can end with an asterisk (*)".
export const EXIT_CODE_PATTERN = /^\d*\*?$/;
// The same page, of onReason and onStatusReason: "letters, numbers, periods (.), colons (:), and white spaces (including
// spaces or tabs). It can optionally end with an asterisk (*)". Of a service job "all printable characters" are taken.
export const REASON_PATTERN = /^[A-Za-z0-9.:\s]*\*?$/;

/**
 * Whether a pattern of a retry strategy (onStatusReason, onReason, onExitCode) fits a text; case matters, for what stands
 * before the asterisk "needs to be an exact match" (AWS Batch API Reference, EvaluateOnExit and ServiceJobEvaluateOnExit:
 * only `action` "isn't case sensitive"). Both pages have one `*`, at the end; the User Guide, "Service job retry strategies",
 * has it at the start, too: `*CapacityError*`. Here it may be anywhere, and stands for any text.
 */
export function fitsRetryPattern(pattern: string, text: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  const end = rest.pop();
  if (end === undefined) return text === pattern;
  if (!text.startsWith(start)) return false;
  let from = start.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - end.length >= from && text.endsWith(end);
}
