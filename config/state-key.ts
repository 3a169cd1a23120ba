import type { Environment } from "./environment";

/** @returns the key of an environment's Terraform state in the bucket that the environment names. */
export function stateKey({ name, settings }: Pick<Environment, "name" | "settings">): string {
  return settings.state_backend?.key ?? `dapf/${name}/terraform.tfstate`;
}

/** @returns the file name of an environment's Terraform state that stays in the clone. */
export function stateFileName({ name }: Pick<Environment, "name">): string {
  return `terraform.${name}.tfstate`;
}
