/** `user@host:path`, as Git writes the address of a repository behind SSH. */
const SCP_LIKE = /^[\w.-]+@[\w.-]+:(?<path>[^/].*)$/;

/** Where a hosting service begins the path of a branch or file: `/tree/main` (GitHub), `/-/tree/main` (GitLab). */
const INSIDE_REPOSITORY = /\/(-\/)?(tree|blob|src)\/.*$/;

/** @returns whether the text is the address of a repository: a URL with host and path, or `git@host:path`. */
export function isRepositoryUrl(text: string): boolean {
  return pathOf(text) !== "";
}

/**
 * @param url e.g. `https://github.com/team/use-case/tree/main`.
 * @returns the repository's path at its host, without branch and `.git`: `team/use-case`.
 */
export function repositoryOf(url: string): string {
  return pathOf(url).replace(/\.git$/, "");
}

function pathOf(url: string): string {
  const scpLike = SCP_LIKE.exec(url)?.groups?.path;
  const path = scpLike ?? (URL.canParse(url) && new URL(url).host !== "" ? new URL(url).pathname : "");
  return path.replace(INSIDE_REPOSITORY, "").replace(/^\/+|\/+$/g, "");
}
