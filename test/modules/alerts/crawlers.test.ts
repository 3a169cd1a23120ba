import { tellableCrawlers } from "../../../modules/alerts/crawlers";

const environment = { file: "environments/dev.ts" };

describe("crawlers that alerts tell of", () => {
  it("may have names of any letters", () => {
    const names = ["raw", "Données d'été <1>"];
    expect(tellableCrawlers(names, environment)).toEqual(names);
  });

  it.each(['the "raw" one', "raw\\one", "raw\tone"])(
    "are an error with the name %j, which a sentence cannot hold",
    (name) => {
      expect(() => tellableCrawlers(["raw", name], environment)).toThrow(
        /environments\/dev\.ts.*analytics_etl starts a crawler that no alert can tell of.*give the crawler another name/,
      );
    },
  );
});
