/** What dapf needs on a machine beside Node: looked for, made once, checked (docs/tools.md). */
export { ToolError, MotoMissingError, PythonMissingError, TerraformNotAgreedError } from "./errors";
export { cacheFolder, onPath, type Variables } from "./places";
export { proxyFor, proxyHeaders } from "./proxy";
export { readyPython } from "./python/environment";
export { environmentLink, findPythons, MOTO_VERSION, type Python, pythonProblem } from "./python/find";
export { findTerraform, type FoundTerraform, TERRAFORM_VERSION, terraformBinaryVariables } from "./terraform/find";
export { terraformPlatform } from "./terraform/platform";
export {
  INSTALL_PAGES,
  isTooOld,
  oldestVersion,
  parseProgram,
  type Product,
  programOf,
  type TerraformProgram,
} from "./terraform/program";
export { downloadTerraform, releaseSite } from "./terraform/release";
