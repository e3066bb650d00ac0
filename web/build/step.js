// Runs one build step, unless nothing that it reads has changed since it last succeeded:
//
//   node build/step.js install|build|verify
//
// Maven calls it, so that building an unchanged page again costs a fraction of a second.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const PACKAGES = ['package.json', 'package-lock.json', '.npmrc'];
const API = '../server/src/main/resources/dev/chatwright/server/api.yaml';
const CONFIGURATION = [
  ...PACKAGES,
  'vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'eslint.config.js',
  '.prettierrc.json',
  '.prettierignore',
];

const steps = {
  install: {
    reads: PACKAGES,
    makes: 'node_modules/.package-lock.json',
    runs: [['ci', '--no-audit', '--no-fund', '--prefer-offline']],
  },
  build: {
    reads: [...CONFIGURATION, 'index.html', 'public', 'src', 'build'],
    makes: 'target/classes/META-INF/resources/index.html',
    runs: [['run', 'build']],
  },
  verify: {
    reads: [...CONFIGURATION, API, 'index.html', 'public', 'src', 'e2e', 'build'],
    makes: 'package.json',
    runs: [
      ['run', 'api:check'],
      ['run', 'lint'],
      ['run', 'check'],
    ],
  },
};

const name = process.argv[2] ?? '';
const step = steps[name];
if (!step) {
  console.error(
    `step.js: unknown step '${name}': expected one of ${Object.keys(steps).join(', ')}`,
  );
  process.exit(2);
}
// The stamp of the installation lives beside what was installed, so that `mvn clean` keeps it.
const stamp = name === 'install' ? 'node_modules/.chatwright-stamp' : `target/steps/${name}`;
const now = fingerprint(step.reads);
if (existsSync(step.makes) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
  console.log(`web: ${name} is up to date`);
  process.exit(0);
}
rmSync(stamp, { force: true });
for (const command of step.runs) npm(command);
mkdirSync(join(stamp, '..'), { recursive: true });
writeFileSync(stamp, now);

/** Returns a hash over the names and contents of all these files and folders, and Node's version. */
function fingerprint(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(filesIn).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function npm(command) {
  const windows = process.platform === 'win32';
  const done = spawnSync('npm', command, { stdio: 'inherit', shell: windows });
  if (done.status !== 0) {
    console.error(`web: npm ${command.join(' ')} failed`);
    process.exit(done.status ?? 1);
  }
}
