/** Who may do what: permissions are enforced as IAM does (docs/embedded-aws.md, "Permissions"). */
export { IamAuthority } from "./authority";
export type { Authority, IamMode, RoleCredentials, RoleWanted } from "./authority-types";
export { RoleRefusal } from "./authority-types";
export { Iam } from "./iam";
