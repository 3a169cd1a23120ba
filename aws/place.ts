import { type Partition, partitionOf } from "./partitions";

/** Where in AWS something lives. */
export interface Place {
  /** Follows from the Region: see `placeIn`. */
  readonly partition: Partition;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** AWS Account Management Reference Guide, "View AWS account identifiers": a 12-digit number. */
export const ACCOUNT = /^\d{12}$/;

/** @returns a Region of an account @param account 12 digits */
export function placeIn(region: string, account: string): Place {
  return { partition: partitionOf(region), region, account };
}
