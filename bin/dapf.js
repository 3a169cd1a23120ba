#!/usr/bin/env node
const { existsSync } = require("node:fs");
const { join } = require("node:path");

// The SDK is pinned: which Node its later versions will need is of no use to whoever runs dapf.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// Projects have files in TypeScript.
require("./typescript");
// In a clone dapf is TypeScript, too; in the package it is compiled.
const clone = join(__dirname, "..");
require(existsSync(join(clone, "cli/main.ts")) ? "../cli/main.ts" : "../dist/cli/main.js");
