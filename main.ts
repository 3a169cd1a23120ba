import { synthesizePlatform } from "./index";

// environments -> modules -> cdktf.out
synthesizePlatform(__dirname);
