/** IAM takes a resource twice, and counts it twice. */
export const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
