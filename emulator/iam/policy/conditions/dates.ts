/** The W3C's forms of ISO 8601 (IAM User Guide, "Date condition operators"): a time of day has a zone. */
const ISO_8601 = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;
const EPOCH_SECONDS = /^-?\d+(?:\.\d+)?$/;

/** @returns milliseconds since 1970; undefined where the text is neither a date nor seconds since 1970. Four digits are a year. */
export function millisecondsOf(text: string): number | undefined {
  const milliseconds = ISO_8601.test(text) ? Date.parse(text) : EPOCH_SECONDS.test(text) ? Number(text) * 1000 : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function numberOf(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}
