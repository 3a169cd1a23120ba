/** The handlers of Batch, Cloud Control and CloudFormation as the edge has them, on a loopback port of their own. */
import { BatchHandler } from "../../../emulator/batch/plumbing/http";
import type { BatchServiceOptions } from "../../../emulator/batch/plumbing/service";
import { BatchService } from "../../../emulator/batch/plumbing/service";
import { DescribeTypeHandler } from "../../../emulator/cloudcontrol/describe-type";
import { CloudControlHandler } from "../../../emulator/cloudcontrol/http";
import { CloudControl } from "../../../emulator/cloudcontrol/service";
import type { ServiceHandler } from "../../../emulator/edge/messages";
import type { Loopback } from "./loopback";
import { serve } from "./loopback";

/** @param others - handlers of further services */
export function serveBatch(
  options: BatchServiceOptions = {},
  others: Readonly<Record<string, ServiceHandler>> = {},
): Promise<Loopback> {
  const batch = new BatchService(options);
  return serve({
    ...others,
    batch: new BatchHandler(batch),
    cloudcontrolapi: new CloudControlHandler(new CloudControl(batch)),
    cloudformation: new DescribeTypeHandler(),
  });
}
