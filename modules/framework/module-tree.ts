import * as path from "node:path";
import {
  type TerraformElement,
  type TerraformHclModule,
  TerraformModule as TerraformModuleCall,
  type TerraformStack,
} from "cdktf";
import type { AssetFolder } from "./asset-folder";
import { ReadableStack } from "./readable-stack";
import { resolveTokens } from "./resolve-tokens";

/** What a root stack and a module in it have in common: a place in the module tree. */
export abstract class ModuleLike extends ReadableStack {
  abstract readonly root: TreeRoot;
  /** The modules from the root (not in the list) down to this one (last). */
  abstract readonly lineage: readonly CalledModule[];

  private readonly prepared = new Map<TerraformElement, unknown>();

  /** Meets every token once, so that references to other modules are wired up before anything is written. */
  override prepareStack(): void {
    for (const element of this.ownElements()) {
      this.prepared.set(element, resolveTokens(this, element.toTerraform(), true));
    }
  }

  /**
   * The elements of this stack as Terraform JSON, in construction order. An element reads as it did when it was prepared,
   * and is not resolved a second time; but the wiring adds outputs and variables later, and arguments to module calls.
   */
  protected render(): unknown[] {
    const rendered = this.ownElements().map((element) => {
      const known = element instanceof TerraformModuleCall ? undefined : this.prepared.get(element);
      return known ?? resolveTokens(this, element.toTerraform(), false);
    });
    this.prepared.clear();
    return rendered;
  }

  /** The folder of the module's files relative to the root's folder, `.` for the root itself. */
  get folder(): string {
    return path.posix.join(".", ...this.lineage.flatMap((module) => ["modules", module.moduleName]));
  }

  /** `module.a.module.b` for a module, the empty string for the root. */
  get address(): string {
    return this.lineage.map((module) => `module.${module.moduleName}`).join(".");
  }

  /** The modules called by this one. */
  get calls(): CalledModule[] {
    return this.node
      .findAll()
      .filter((node) => node instanceof ModuleLike)
      .flatMap((module) => module.lineage.slice(-1))
      .filter((module) => module.parent === this);
  }
}

/** The stack of an environment, which holds all its modules. */
export interface TreeRoot extends ModuleLike {
  /** Files beside the Terraform JSON, such as the sources of S3 objects. */
  readonly assets: AssetFolder;
}

/** A module below the root. */
export interface CalledModule extends ModuleLike {
  readonly parent: ModuleLike;
  /** The `module` block in the parent. */
  readonly call: TerraformHclModule;
  /** Name of the call and of the folder: the construct ids below the parent joined with `_`. */
  readonly moduleName: string;
}

/** The stack as a place in a module tree; undefined for a stack that takes no part in one. */
export function moduleOf(stack: TerraformStack): ModuleLike | undefined {
  return stack instanceof ModuleLike ? stack : undefined;
}
