import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Construct } from "constructs";
import { fromHcl } from "../framework/hcl-addresses";
import type { BatchContext } from "./context";

export interface TablesProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly key: KmsKey;
  readonly deletionProtection: boolean;
}

/** What a run knows about its jobs. */
export class Tables {
  /** One item a mapping id: what a Batch job works on. */
  readonly input: DynamodbTable;
  /** One item a Batch job: how it stands. */
  readonly state: DynamodbTable;
  /** One item a key: what the run as a whole is about. */
  readonly meta: DynamodbTable;

  constructor(scope: Construct, { prefix, context, key, deletionProtection }: TablesProps) {
    const durable = {
      billingMode: "PAY_PER_REQUEST",
      tableClass: "STANDARD",
      deletionProtectionEnabled: deletionProtection,
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      pointInTimeRecovery: { enabled: true },
      timeouts: { create: "10m", update: "60m", delete: "10m" },
    };

    this.input = new DynamodbTable(scope, "input_table", {
      name: `${prefix}-${context}-input-table`,
      hashKey: "pk_mappingid",
      attribute: [{ name: "pk_mappingid", type: "S" }],
      tags: { Name: `${prefix}-${context}-input-table` },
      ...durable,
    });
    fromHcl(this.input, 'module.ddb_tables["input_table"].aws_dynamodb_table.this[0]');
    this.state = new DynamodbTable(scope, "state_table", {
      name: `${prefix}-${context}-state-table`,
      hashKey: "batchjob_id",
      attribute: [{ name: "batchjob_id", type: "S" }],
      tags: { Name: `${prefix}-${context}-state-table` },
      ...durable,
    });
    fromHcl(this.state, 'module.ddb_tables["state_table"].aws_dynamodb_table.this[0]');
    this.meta = new DynamodbTable(scope, "meta_table", {
      name: `${prefix}-${context}-meta-table`,
      hashKey: "metaKey",
      attribute: [{ name: "metaKey", type: "S" }],
      tags: { Name: `${prefix}-${context}-meta-table` },
      ...durable,
    });
    fromHcl(this.meta, 'module.ddb_tables["meta_table"].aws_dynamodb_table.this[0]');
  }
}
