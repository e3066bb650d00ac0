import '../design/tokens.css';
import '../design/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { showLastTheme } from './me.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app element');
showLastTheme();
mount(App, { target });
