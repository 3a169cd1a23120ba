import { quantityOf } from "../../../../config/containers/resources/quantity";

describe("a quantity of Kubernetes", () => {
  it.each([
    ["2", 2],
    ["0.25", 0.25],
    [".5", 0.5],
    ["500m", 0.5],
    ["2Ki", 2048],
    ["3Mi", 3 * 2 ** 20],
    ["2Gi", 2 ** 31],
    ["1Ti", 2 ** 40],
    ["1k", 1000],
    ["5M", 5e6],
    ["1G", 1e9],
    ["1e3", 1000],
    ["2E3", 2000],
    ["2E", 2e18],
    [" 4 ", 4],
  ])("%s is %d", (text, number) => expect(quantityOf(text)).toBeCloseTo(number, 9));

  it.each(["", "lots", "-2", "2 Gi", "2GB", "2gi", "0x10", "Infinity", "1.2.3"])("%j is none", (text) =>
    expect(quantityOf(text)).toBeNaN(),
  );
});
