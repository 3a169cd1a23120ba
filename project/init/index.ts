export { planInit, type FileAction, type InitOptions, type InitPlan, type PlannedFile } from "./plan";
export { isWritten, writeInit } from "./write";
