/** Whether something that was thrown is an error of Node with this code, e.g. `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
