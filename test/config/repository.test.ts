import { isRepositoryUrl, repositoryOf } from "../../config/repository";

describe("repositoryOf", () => {
  it.each([
    ["https://github.com/team/use-case", "team/use-case"],
    ["https://github.com/team/use-case/tree/main", "team/use-case"],
    ["https://github.com/team/use-case/tree/feature/x", "team/use-case"],
    ["https://github.com/team/use-case.git", "team/use-case"],
    ["https://gitlab.example.com/group/sub/use-case/-/tree/main", "group/sub/use-case"],
    ["https://bitbucket.org/team/use-case/src/main/", "team/use-case"],
    ["git@github.com:team/use-case.git", "team/use-case"],
    ["ssh://git@github.com/team/use-case.git", "team/use-case"],
    ["https://github.com/team/use-case/", "team/use-case"],
  ])("takes from %s the path %s", (url, path) => {
    expect(repositoryOf(url)).toBe(path);
  });
});

describe("isRepositoryUrl", () => {
  it.each(["", "use-case", "team/use-case", "https://github.com", "https://github.com/", "mailto:a@b.c"])(
    "refuses %j",
    (text) => {
      expect(isRepositoryUrl(text)).toBe(false);
    },
  );
});
