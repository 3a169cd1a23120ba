/** `npm run generate`: writes what is made of the code and kept in the repository. */
import * as fs from "node:fs";
import { schemaTexts } from "./files";
import { schemaFile } from "./kinds";

for (const [name, text] of schemaTexts()) fs.writeFileSync(schemaFile(name), text);
