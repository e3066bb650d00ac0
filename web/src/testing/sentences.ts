// Tests of the pages beside the chat read their sentences without going there.
import { speech } from '../text/speech.svelte';

await speech.complete();
