import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * What some resources cannot change in place, as a resource of Terraform's own (`terraform_data`), so that a change of it
 * can replace them: the AWS provider does not see by itself that it must, or not in every plan.
 */
export class ReplacementInputs extends TerraformResource {
  private readonly values: Record<string, string> = {};

  // Not CDKTF's DataResource: it runs `terraform version` at every synthesis, which takes longer than all the rest.
  private constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
    });
  }

  /** @returns the one of a scope with that id. */
  static of(scope: Construct, id: string): ReplacementInputs {
    const known = scope.node.tryFindChild(id);
    return known instanceof ReplacementInputs ? known : new ReplacementInputs(scope, id);
  }

  /**
   * @param key letters, digits and `_`
   * @returns a reference for `replace_triggered_by`
   */
  add(key: string, value: string): string {
    this.values[key] = value;
    return `${this.terraformResourceType}.${this.friendlyUniqueId}.input.${key}`;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.values };
  }
}
