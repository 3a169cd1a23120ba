/** The log group that remembers the jobs of an environment. EventBridge writes only to groups whose names begin so, as its console has it. */
export const historyLogGroup = (prefix: string): string => `/aws/events/${prefix}-jobs`;
