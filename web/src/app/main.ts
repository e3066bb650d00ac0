import '../design/tokens.css';
import '../design/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { pageAt } from './pages';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app element');

// The pages beside the chat are fetched only by those who open them.
if (pageAt(location.pathname)) {
  void import('./PageHost.svelte').then(({ default: PageHost }) => mount(PageHost, { target }));
} else {
  mount(App, { target });
}
