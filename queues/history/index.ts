export { HistoryInterruptedError } from "./errors";
export type { ListedQueue } from "./listed";
export { type History, type HistoryOptions, type HistoryProgress, type HistoryQuery, readHistory } from "./read";
export { historyQuery } from "./query";
export { CSV_HEADER, csvLine, type JobRecord } from "./record";
export type { ShareSummary } from "./summary";
