// Lists the sentences that a language of the page lacks: npm run text:missing
import { runnerImport } from 'vite';

const read = async (file) => (await runnerImport(`./src/text/${file}.ts`)).module;
const { ENGLISH, LANGUAGES } = await read('languages');
const { missing } = await read('shape');
const english = { ...(await read('en')).en, ...(await read('en.pages')).pages };

for (const { tag } of LANGUAGES) {
  // Each is in the file of its tag; the runner that knew how to load it is over.
  const sentences = tag === ENGLISH.tag ? english : (await read(tag)).sentences;
  const paths = missing(english, sentences);
  for (const path of paths) console.log(`${tag} ${path}`);
  if (paths.length > 0) process.exitCode = 1;
}
