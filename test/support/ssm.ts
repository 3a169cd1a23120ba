/** Where and as whom to ask the embedded AWS. */
export interface EmbeddedAccount {
  readonly endpoint: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/**
 * Reads one SSM parameter through the endpoint, as any client would.
 *
 * @throws Error with the service's answer when there is no such parameter
 */
export async function parameterValue({ endpoint, account, region }: EmbeddedAccount, name: string): Promise<string> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AmazonSSM.GetParameter",
      // The embedded AWS checks no signature; it reads the account and the service from the scope.
      authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/ssm/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ Name: name }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`GetParameter ${name}: ${String(response.status)} ${text}`);
  // Shape: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
  const answer = JSON.parse(text) as { Parameter: { Value: string } };
  return answer.Parameter.Value;
}
