// What a person is likely to open next; fetched when nothing else is to do, so that it opens at once.
import { speech } from '../text/speech.svelte';

// What does not come now is fetched when it is opened.
void Promise.allSettled([
  speech.complete(),
  import('../chat/EditBox.svelte'),
  import('../chat/FeedbackDialog.svelte'),
  import('../chat/PromptMenu.svelte'),
  import('../chat/ReplyMenu.svelte'),
  import('../list/ListMenu.svelte'),
  import('../palette/Palette.svelte'),
  import('./BesidePage.svelte'),
]);
