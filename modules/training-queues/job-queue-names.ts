import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

const ID = "job_queue_names";

/**
 * The names of the queues that belong together, as a resource of Terraform's own (`terraform_data`), so that the change of a name
 * can replace a queue.
 *
 * The AWS provider sees by itself that a queue cannot change its name, but not while its policy or environment is new,
 * too: their ids, and with them everything that is said of the queue, are unknown in the plan. It would plan a change in
 * place, and give up half-way ("Provider produced inconsistent final plan").
 */
export class JobQueueNames extends TerraformResource {
  private readonly names: Record<string, string> = {};

  // Not CDKTF's DataResource: it runs `terraform version` at every synthesis, which takes longer than all the rest.
  private constructor(scope: Construct) {
    super(scope, ID, {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
    });
  }

  /** @returns the one of the queues in a scope. */
  static of(scope: Construct): JobQueueNames {
    const known = scope.node.tryFindChild(ID);
    return known instanceof JobQueueNames ? known : new JobQueueNames(scope);
  }

  /**
   * @param key letters, digits and `_`
   * @returns a reference for `replace_triggered_by`
   */
  add(key: string, name: string): string {
    this.names[key] = name;
    return `${this.terraformResourceType}.${this.friendlyUniqueId}.input.${key}`;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.names };
  }
}
