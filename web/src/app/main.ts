import '../design/tokens.css';
import '../design/base.css';
import { mount } from 'svelte';
import { followChoice, speakFirst } from '../text/choice.svelte';
import App from './App.svelte';
import { whenIdle } from './idle';
import { showLastTheme } from './me.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app element');
showLastTheme();
// In another order the page would be seen in English first.
await speakFirst();
followChoice();
mount(App, { target });
whenIdle(() => {
  // Without a network neither comes, and neither is missed.
  import('./preload').catch(() => undefined);
  if (import.meta.env.DEV) return;
  import('../offline/register').then(({ keepPage }) => keepPage()).catch(() => undefined);
});
