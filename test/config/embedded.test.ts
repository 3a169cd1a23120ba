import { isEmbedded } from "../../config/embedded";

describe("isEmbedded", () => {
  it.each(["http://127.0.0.1:4566", "http://localhost:80", "http://[::1]:4566", "http://127.1.2.3:1"])(
    "knows the embedded AWS by the loopback address %s",
    (endpoint) => {
      expect(isEmbedded({ AWS_ENDPOINT_URL: endpoint })).toBe(true);
    },
  );

  it.each(["https://sts.amazonaws.com", "http://127.0.0.1.example.com", "http://10.0.0.1:4566", "nonsense", ""])(
    "takes %j for something else",
    (endpoint) => {
      expect(isEmbedded({ AWS_ENDPOINT_URL: endpoint })).toBe(false);
    },
  );

  it("takes no endpoint for the real AWS", () => {
    expect(isEmbedded({})).toBe(false);
  });
});
