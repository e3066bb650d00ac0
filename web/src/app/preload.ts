// What a person is likely to open next; fetched when nothing else is to do, so that it opens at once.
import { speech } from '../text/speech.svelte';

const LIKELY = [
  () => speech.complete(),
  () => import('../chat/ReplyMenu.svelte'),
  () => import('../chat/Attachments.svelte'),
  () => import('../chat/UploadChips.svelte'),
  () => import('../chat/EditBox.svelte'),
  () => import('../chat/FeedbackDialog.svelte'),
  () => import('../chat/PromptMenu.svelte'),
  () => import('../list/ListMenu.svelte'),
  () => import('../palette/Palette.svelte'),
  () => import('./BesidePage.svelte'),
];

/** One after the other: together they would keep the page from answering for a moment. */
async function fetchLikely(): Promise<void> {
  // What does not come now is fetched when it is opened.
  for (const load of LIKELY) await load().catch(() => undefined);
}

void fetchLikely();
