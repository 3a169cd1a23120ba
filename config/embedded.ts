import { isLoopback } from "../aws/connection";

/**
 * Whether the AWS clients of this process talk to the embedded AWS: they do when `AWS_ENDPOINT_URL` is a loopback
 * address. The stack is then the same but for the provider's path-style and skip flags, and its state stays in the
 * clone.
 *
 * @param variables environment variables of the process
 */
export function isEmbedded(variables: Readonly<Record<string, string | undefined>>): boolean {
  return isLoopback(variables.AWS_ENDPOINT_URL);
}
