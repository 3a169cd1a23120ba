import { commonRows } from "./common";
import { constructRows } from "./construct";
import { eventRows, monitoringRows } from "./events";
import { securityGroupRows, trainingSubnets, vpcRows } from "./network";
import { contexts, type HclResource, type Site } from "./row";

export type { HclResource, Site, SiteSettings } from "./row";
export { row } from "./row";
export { stateText } from "./state";

/**
 * What the HCL makes of an environment with monitoring: a table of its resources, written by hand after the facts about
 * it (names, arguments, addresses) and after docs/adoption.md, not out of dapf's own synthesis. Where the reference data
 * is beside the repository, a test compares the two.
 */
export function hclDeployment(site: Site): HclResource[] {
  const subnets = { training: trainingSubnets, inferencing: site.settings.inferencing.batch_vpc.subnet_ids };
  return [
    ...commonRows(site),
    ...vpcRows(site),
    ...eventRows(site),
    ...contexts.flatMap((context) => [
      ...securityGroupRows(site, context),
      ...constructRows(site, context, subnets[context]),
    ]),
    ...monitoringRows(site),
  ];
}
