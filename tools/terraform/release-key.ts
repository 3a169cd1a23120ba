/**
 * The key that HashiCorp signs the checksums of its releases with: the signing subkey of the key with the fingerprint
 * C874011F0AB405110D02105534365D9472D7468F, at https://www.hashicorp.com/.well-known/pgp-key.txt, as the body of its
 * OpenPGP packet. The subkey itself is pinned, so neither its binding nor its expiry, which HashiCorp puts off, is read.
 */
export const RELEASE_KEY = [
  "BGCAXCYBEADW6RNrZVGNXvHVBqSiOWaxl1XOiEoiHPt50Aijt25yXbG+0kHIFSoR+1g6Lh20JTCChgfQkGGjzQvEuG1HTw07Yhsv",
  "Lc0pkjNMfu6gJqFox/ogc53mz69OxXauzUQ/TZ27GDVpUBu+EhDKt1s3OtA6Bjz/csop/Um7gT0+ivHyvJ/jGdnPEZv8tNuSE/Uo",
  "+hn/Q9hg8SbveZzo3C+U4KcabCESEFl8Gq6aRi9vAfa65oxD5jKaIz7cy+pwb0lizqlW7H9tQlr3dBfdIcdzgR55hTFC5/XrcwJ6",
  "/nHVH/xGskEasnfCQX8RYKMuy0UADJy72TkZbYaCx+XXIcVB8GTOmJVoAhrTSSVLAZspfCnjwnSxisDn3ZzsYrq3cV6sU8b+QlIX",
  "7VAjurE+5cZiVlaxgCjyhKqlGgmonnReWOBacCgL/UvuwMmMp5TTLmiLXLT7uxeGojEyoCk4sMrqrU1jevHyGlDJH9Taux15GILD",
  "wnYFfAvPF9WCid4UZ4Ouwjcaxfys3LxNiZIlUsXNKwS3mhiMRL4TRsbs4k4QE+LIMOsauIvcvm8/frydvQ/kUwIhVTH80XGOH909",
  "bYtJvY3fudK7ShIwm7ZFTduBJUG473E/Fn3VkhTmBX6+PjOC50HR/HybwaRCzfDruMe3TAcE/tSP5CUOb9C7+P+hPzQcDwARAQAB",
].join("");
