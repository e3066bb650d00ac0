// The real server with a model whose replies are known: what `./chatwright bench crash` kills, too.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = join(ROOT, 'cli/target/app/chatwright.jar');
const MAIN = 'dev.chatwright.cli.load.CannedServer';

export const programExists = existsSync(PROGRAM);

/** Asks for a reply of so many words, all different: "wörd0 wörd1 …", one after each pause. */
export const wish = (words, micros = 0) => `count ${words} words, one each ${micros} µs`;

let java;

/** The JDK that the program is built and started with. */
function findJava() {
  java ??= spawnSync('sh', ['-c', '. scripts/find-jdk.sh && find_jdk .'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).stdout.trim();
  return join(java, 'bin', 'java');
}

function options() {
  return [
    '--enable-native-access=ALL-UNNAMED',
    '--sun-misc-unsafe-memory-access=allow',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Xmx512m',
    '-Dfile.encoding=UTF-8',
    '-cp',
    PROGRAM,
  ];
}

/** Runs a command of the program to its end; returns what it printed. */
export function run(...words) {
  const done = spawnSync(findJava(), [...options(), 'dev.chatwright.cli.Main', ...words], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`${words.join(' ')}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** Returns a new, empty home. */
export const newHome = () => mkdtempSync(join(tmpdir(), 'chatwright-journey-'));

/** A server in a process of its own, which can be killed and started again on the same home and port. */
export class RealServer {
  /** The token of the link that makes the first administrator, where there is none yet. */
  setUpToken;
  url = '';
  #port = 0;
  #process;

  constructor(home = newHome(), config = '') {
    this.home = home;
    if (config) writeFileSync(join(home, 'config.yaml'), config);
  }

  async start() {
    const log = join(this.home, 'server.log');
    this.#process = spawn(
      findJava(),
      [...options(), MAIN, this.home, String(this.#port)],
      // The server ends with its standard input, so it never outlives the tests.
      { stdio: ['pipe', 'pipe', openSync(log, 'a')] },
    );
    for await (const line of createInterface({ input: this.#process.stdout })) {
      if (line.startsWith('set up ')) this.setUpToken = line.slice('set up '.length);
      if (line.startsWith('port ')) {
        this.#port = Number(line.slice('port '.length));
        this.url = `http://localhost:${this.#port}`;
        return this;
      }
    }
    throw new Error(`the server did not start: ${readFileSync(log, 'utf8').slice(-3000)}`);
  }

  /** Ends it without a warning, or as a person would. */
  async end(signal = 'SIGTERM') {
    if (!this.#process || this.#process.exitCode !== null || this.#process.signalCode) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }

  async close() {
    await this.end('SIGKILL');
    rmSync(this.home, { recursive: true, force: true });
  }
}
