// A backup is taken while the server serves, and restored into another home.
import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { send } from './browser.js';
import { api, counted, inList, journey, journeys, namedChat, replySays } from './journey.js';
import { newHome, RealServer, run, wish } from './real-server.js';

const world = journeys();

journey('chats move to another home with a backup and its keys', {}, async (page) => {
  await namedChat(page, world.server.url, 'Moves house', wish(6));
  const backup = join(world.server.home, 'copy.db');
  run('data', 'backup', '--to', backup, '--home', world.server.home);
  await namedChat(page, world.server.url, 'Written later');
  const home = newHome();
  try {
    cpSync(join(world.server.home, 'keys'), join(home, 'keys'), { recursive: true });
    run('data', 'restore', backup, '--home', home);
    run('data', 'verify', '--home', home);
    const moved = await new RealServer(home).start();
    try {
      await page.goto(moved.url);
      await inList(page, 'Moves house').click();
      await replySays(page, counted(6));
      const { conversations } = await api(page, '/api/conversations');
      assert.deepEqual(
        conversations.map(({ title }) => title),
        ['Moves house'],
      );
      await send(page, wish(2));
      await replySays(page, counted(2));
    } finally {
      await moved.end();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
