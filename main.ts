import { synthesizePlatform } from "./modules/platform/synthesize";

// environments -> modules -> cdktf.out
synthesizePlatform(__dirname);
