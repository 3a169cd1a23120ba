/**
 * Whether the AWS clients of this process talk to the embedded AWS: they do when `AWS_ENDPOINT_URL` is a loopback
 * address. The stack is then the same but for the provider's path-style and skip flags, and its state stays in the
 * clone.
 *
 * @param variables environment variables of the process
 */
export function isEmbedded(variables: Readonly<Record<string, string | undefined>>): boolean {
  const endpoint = variables.AWS_ENDPOINT_URL;
  if (endpoint === undefined || !URL.canParse(endpoint)) return false;
  const { hostname } = new URL(endpoint);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
