#!/usr/bin/env node
// The SDK is pinned: which Node its later versions will need is of no use to whoever runs dapf.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
require("./typescript");
require("../cli/main.ts");
