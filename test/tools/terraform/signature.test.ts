import { RELEASE_KEY } from "../../../tools/terraform/release-key";
import { checkSignature, signingKey } from "../../../tools/terraform/signature";
import { signer } from "./release-site";

/*
 * A key and two signatures that GnuPG 2.2 has made, so that what is read is not only what we write:
 * `gpg --detach-sign` and `gpg --digest-algo SHA256 --detach-sign` of the document; the private key is gone.
 */
const gnupg = signingKey(
  "BGsL0SsBCADKRuBKg9V+DBzP8b7Fladb70jPOGQQ6HzHm3BbwoZoQwUQbTQcKLaLGtuLMkVCZM5m0/qUF75r1qJ9eI9hAcPd" +
    "t5R3FWmJwkRl4qSzLeARycDi9WEx1cB0er+kZRJkBIM5Lfn+iaXwzTy5Srpe0mKWMB+IZTdSpX8URVNbjAqVwS3rTDGRhtRN" +
    "DEuUHJvspaP917GzmZ8A6tbBzdeL5ccc4OHPKBR+n/8bOz07O/okAjhvYFet36xuNEIVZkzmrTZISj0eBxtNl6ic8nyYiDm/" +
    "MCu5hv0hCCa0Nux2FQOQg4DXEpUIP5bI+VMFFFAS/5gA2TxiS9BWWxPNhWszPI1VABEBAAE=",
);
const document = Buffer.from("a list of checksums\n");
const signatures = {
  "SHA-512":
    "iQEzBAABCgAdFiEEqYuuRCJS4G7QWDA/QNbC7Ys7tt0FAmsL0SsACgkQQNbC7Ys7tt0E1AgAnu7ws2ZTUQAk8Vs0q4gzoryt" +
    "ACPXffOwu7XO19iiBMv3nk3NT2YbMSosUgx3nsbv92PrUR2B7iDKCL7lSD6rIVVixVbyhqX+HHB9W6h3EgWz0kFAZrE8GVfT" +
    "habvfI4ivx157GplWSvMa2xf/WJ5bhc4w0Cw9MBO3GwPGUimYmp6iKFEQYLi6T8AIylSoGugAlI9H46wRKOb0HbeloTzRhDC" +
    "KN49ktHY+q9tPSgEBHyJgw+aFHBVxv1JvM16NiHHFsb/IephwEcD0KgnlHtejg9gwZm+Dm3/ttMALcMn6ZKaT/Xv2qI9nkLl" +
    "aDJsU0O6BwMoMuHFVeXv/oOZvodJMg==",
  "SHA-256":
    "iQEzBAABCAAdFiEEqYuuRCJS4G7QWDA/QNbC7Ys7tt0FAmsL0SsACgkQQNbC7Ys7tt2Sigf9GvuMzZWoKwU1GNd5Deyvr6rf" +
    "Pko/RSvML4uPRH/mmgBQeD1nYNJ7+/2ciGu6mSrWT0VBYN4X+PhY2wQ5dAb4M3tIjm0SnZ0B2d1P+uviCkIHa0h1ItTGe00K" +
    "74il7yE/ojje520zZh0QwKmFG3+mp7nIvy1yWhTGAbTEA9xcXs9Ij5JCtht5C4naKpd6Dhxcr67ZLsV2aPuPwfs64z0j+ncM" +
    "4grsFp8ZmxPsS46xj25KjiJAuQB3iezxsy6Lm2gPQ4p6Afld3iodMqIsaD7FgysUVGUtlismYx6opHOhiVlEvZVzZHTczPFc" +
    "arOBRVFKgS/zCnP9ZXBts5G8/gZUOQ==",
};

const bytes = (text: string) => Buffer.from(text, "base64");

test("HashiCorp's key is the signing subkey that its security page names", () => {
  expect(signingKey(RELEASE_KEY).fingerprint).toBe("374EC75B485913604A831CC7C820C6D5CD27AB87");
});

describe("a signature", () => {
  test.each(Object.entries(signatures))("of GnuPG with %s is good for its document", (_, signature) => {
    expect(gnupg.fingerprint).toBe("A98BAE442252E06ED058303F40D6C2ED8B3BB6DD");
    expect(() => checkSignature(document, bytes(signature), gnupg)).not.toThrow();
  });

  test("is good for no other document", () => {
    expect(() => checkSignature(Buffer.from("another list\n"), bytes(signatures["SHA-512"]), gnupg)).toThrow(
      "does not fit",
    );
  });

  test("by another key is refused, and told by whom it is", () => {
    const other = signingKey(signer().packet);
    expect(() => checkSignature(document, bytes(signatures["SHA-512"]), other)).toThrow(
      `signed by the key 40D6C2ED8B3BB6DD, not by ${other.fingerprint}`,
    );
  });

  test("by a key that says it is another is refused", () => {
    const forged = bytes(signatures["SHA-512"]);
    forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
    expect(() => checkSignature(document, forged, gnupg)).toThrow("does not fit");
  });

  test("whose kind has been changed is refused: it is a part of what is signed", () => {
    const text = bytes(signatures["SHA-512"]);
    text[4] = 1;
    expect(() => checkSignature(document, text, gnupg)).toThrow("of a kind that is not known");
  });

  test("that is cut off anywhere is refused", () => {
    const whole = bytes(signatures["SHA-256"]);
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => checkSignature(document, whole.subarray(0, length), gnupg)).toThrow(
        /cut off|no signature of OpenPGP/,
      );
    }
  });

  test("that is none is refused", () => {
    expect(() => checkSignature(document, Buffer.from("<html>not found</html>"), gnupg)).toThrow(
      "no signature of OpenPGP",
    );
  });
});
