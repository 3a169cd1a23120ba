/**
 * A service in a Region, as `kms:ViaService` and the principal of CloudWatch Logs name it. Source: AWS KMS Developer Guide, "AWS
 * KMS condition keys"; CloudWatch Logs User Guide, "Encrypt log data using AWS KMS". Both have no other ending than this.
 *
 * @returns `s3.ap-south-1.amazonaws.com`
 */
export function serviceIn(region: string, service: string): string {
  return `${service}.${region}.amazonaws.com`;
}
