// Lists the sentences that a language of the page lacks: npm run text:missing
import { runnerImport } from 'vite';

const read = async (file) => (await runnerImport(`./src/text/${file}.ts`)).module;
const { ENGLISH, LANGUAGES } = await read('languages');
const { missing } = await read('shape');

const english = await ENGLISH.load();
for (const { tag, load } of LANGUAGES) {
  const paths = missing(english, await load());
  for (const path of paths) console.log(`${tag} ${path}`);
  if (paths.length > 0) process.exitCode = 1;
}
