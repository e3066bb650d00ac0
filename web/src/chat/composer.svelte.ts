import { NEW, type Drafts } from './drafts';
import type { ReplyOptions } from './outbox';
import type { Draft } from './talk';
import { Uploads } from './uploads.svelte';

/** What is being written, and what the reply to it should be. */
export class ComposerState {
  text = $state('');
  readonly uploads = new Uploads();
  /** Empty for what the conversation or the settings say. */
  model = $state('');
  personaId = $state('');
  comparing = $state(false);
  otherModel = $state('');
  otherPersonaId = $state('');
  blind = $state(true);
  /** The size of a pasted text that is too long to be written into the field. */
  pasted = $state.raw<string>();
  #drafts: Drafts;
  #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(drafts: Drafts, key: string) {
    this.#drafts = drafts;
    this.#key = key;
    this.text = drafts.read(key);
  }

  get options(): ReplyOptions {
    return optionsOf(this.model, this.personaId);
  }

  get canSend(): boolean {
    const words = this.text.trim() !== '' || this.uploads.ready.length > 0;
    return words && !this.uploads.busy;
  }

  /** Keeps the draft, a moment after the last key so that no key waits for it. */
  keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), 300);
  }

  keep(): void {
    clearTimeout(this.#timer);
    this.#drafts.write(this.#key, this.text);
    // A conversation keeps its choices itself once it is there.
    if (this.#key === NEW) this.#drafts.writeOptions(this.text === '' ? {} : this.options);
  }

  /** Takes the choices that were made for the draft of a new conversation. */
  takeKeptOptions(): void {
    if (this.text === '') return;
    const { model, persona_id } = this.#drafts.readOptions();
    this.model = model ?? this.model;
    this.personaId = persona_id ?? this.personaId;
  }

  /** The draft belongs to this conversation from now on. */
  moveTo(key: string): void {
    this.#drafts.write(this.#key, '');
    this.#drafts.writeOptions({});
    this.#key = key;
    this.keep();
  }

  /** Puts text before what is being written. */
  insert(text: string): void {
    this.text = [text, this.text].filter(Boolean).join('\n');
    this.keep();
  }

  /** Takes what is to be sent out of the composer. */
  take(): Draft {
    const draft: Draft = {
      text: this.text.trim(),
      attachments: this.uploads.ready,
      options: this.options,
      ...(this.comparing && {
        compare: [this.options, optionsOf(this.otherModel, this.otherPersonaId)] as const,
        blind: this.blind,
      }),
    };
    this.text = '';
    this.uploads.clear();
    this.keep();
    return draft;
  }
}

function optionsOf(model: string, personaId: string): ReplyOptions {
  return { ...(model && { model }), ...(personaId && { persona_id: personaId }) };
}
