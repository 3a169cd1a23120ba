import * as path from "node:path";

/** Where dapf is. */
export const REPOSITORY = path.resolve(__dirname, "..");

/** @returns the absolute path of the project that a command works on */
export const projectRoot = ({ DAPF_ROOT }: NodeJS.ProcessEnv): string => path.resolve(DAPF_ROOT ?? REPOSITORY);
