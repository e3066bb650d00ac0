// Writes the types of the server's API from its description:
//
//   node build/types.js           writes src/api/types.ts
//   node build/types.js --check   fails when that file is not what would be written
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const DESCRIPTION = '../server/src/main/resources/dev/chatwright/server/api.yaml';
const TYPES = 'src/api/types.ts';

const text = await format(
  `// Made by \`npm run api:types\` from the server's api.yaml; changes belong there.\n` +
    astToString(await openapiTS(new URL(`../${DESCRIPTION}`, import.meta.url))),
  { ...(await resolveConfig(TYPES)), parser: 'typescript' },
);

if (!process.argv.includes('--check')) {
  writeFileSync(TYPES, text);
} else if (readFileSync(TYPES, 'utf8') !== text) {
  console.error(`${TYPES} does not agree with api.yaml: run npm run api:types`);
  process.exit(1);
}
