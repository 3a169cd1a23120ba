/** The package comes without types; this is what its README says of the function that it exports. */
declare module "asl-validator" {
  function validate(
    definition: unknown,
    options?: { readonly checkArn?: boolean; readonly checkPaths?: boolean },
  ): { readonly isValid: boolean; readonly errors: readonly unknown[] };
  export = validate;
}
