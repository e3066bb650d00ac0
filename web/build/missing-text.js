// Lists the sentences that a language of the page lacks: npm run text:missing
import { runnerImport } from 'vite';

const read = async (file) => (await runnerImport(`./src/text/${file}.ts`)).module;
const { en } = await read('en');
const { LANGUAGES } = await read('languages');
const { missing } = await read('shape');

for (const { tag, load } of LANGUAGES) {
  // Each is in the file of its tag; the runner that knew how to load it is over.
  const sentences = load ? (await read(tag)).sentences : en;
  const paths = missing(en, sentences);
  for (const path of paths) console.log(`${tag} ${path}`);
  if (paths.length > 0) process.exitCode = 1;
}
