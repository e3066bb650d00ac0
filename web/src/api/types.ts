// Made by `npm run api:types` from the server's api.yaml; changes belong there.
export interface paths {
  '/api/entrance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How one comes in */
    get: operations['entrance'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/setup': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make the first administrator, with the one-time token from the console */
    post: operations['setUp'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sign-in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['signIn'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sign-out': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['signOut'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/join/look': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['lookAtInvitation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/join': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['join'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/new-password/look': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['lookAtPasswordLink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/new-password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Changes the password by an administrator's link, signs every session of the person out, and signs in. The link ends. */
    post: operations['chooseNewPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['me'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch: operations['changeMe'];
    trace?: never;
  };
  '/api/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Signs out every other session. */
    post: operations['changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['sessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['revokeSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['keys'];
    put?: never;
    post: operations['makeKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['revokeKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Server-sent events that tell a client what changed for this person, so that every tab stays in step. Each has an id; with Last-Event-ID the missed ones come first, or `resync` when they are no longer known. Data is JSON with `type`: `conversation` {conversation}, `conversation_gone` {conversation_id}, `messages` {conversation_id} (look again), `generation` {conversation_id, message_id, generation_id} (a reply began), `settings`, `organising`, `resync`. */
    get: operations['watch'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/conversations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['conversations'];
    put?: never;
    post: operations['makeConversation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/conversations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get: operations['conversation'];
    put?: never;
    post?: never;
    delete: operations['deleteConversation'];
    options?: never;
    head?: never;
    patch: operations['changeConversation'];
    trace?: never;
  };
  '/api/conversations/{id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['restoreConversation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/conversations/{id}/messages': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /** @description The shown branch from its end backwards, in pages, oldest of the page first. */
    get: operations['messages'];
    put?: never;
    /** @description Stores a message and asks for a reply to it. The answer is sent when both are on disk. When the parent is a reply that is still being written, the message waits for its end (state `queued`). */
    post: operations['sendMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/conversations/{id}/fork': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['fork'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/conversations/{id}/context': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get: operations['context'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/conversations/{id}/summaries/{summary_id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
        summary_id: components['schemas']['Id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** @description The turns above are read in full again. */
    delete: operations['dropSummary'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['search'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/messages/{id}/replies': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Another reply to the person's message {id}; it becomes a sibling of those that are there. */
    post: operations['regenerate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/messages/{id}/continue': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Goes on with a reply that was cut, stopped or interrupted. */
    post: operations['continueReply'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/messages/{id}/follow-ups': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['followUps'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/messages/{id}/feedback': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put: operations['giveFeedback'];
    post?: never;
    delete: operations['withdrawFeedback'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/comparisons/{id}/vote': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put: operations['vote'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generations/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /** @description The events of one reply, from the first or after Last-Event-ID (header, or query `after`), then live until its end. Ids count from 1. Every event was stored before it was sent. Data is JSON with `type`: `start` {message_id, model (not in a blind comparison)}, `summarising`, `prompt` {prompt_tokens, cached_tokens}, `text-delta` {delta, added to the text that the message had}, `text` {text: the whole of it, in place of the events of a reply that ended more than a day ago}, then one of `finish` {reason: stop|length, usage}, `abort` (stopped by the person; the partial is kept), `interrupted` (the server died), `error` {code, message}. A comment line every few seconds is the heartbeat. The stream ends with `data: [DONE]`. */
    get: operations['generationEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generations/{id}/stop': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Keeps what is written. A queued message is taken back instead. */
    post: operations['stop'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/temporary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description A reply that is never written down. Events as of a generation, without ids; closing the connection stops it. */
    post: operations['temporaryReply'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/attachments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description The body is the file itself. */
    post: operations['attach'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/attachments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get: operations['attachment'];
    put?: never;
    post?: never;
    /** @description Only while no message holds it. */
    delete: operations['removeAttachment'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/attachments/{id}/content': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /** @description Images re-encoded and shown, all else as a download. */
    get: operations['attachmentContent'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/attachments/{id}/text': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get: operations['attachmentText'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/personas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['personas'];
    put?: never;
    post: operations['makePersona'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/personas/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get: operations['persona'];
    /** @description Makes a new version. */
    put: operations['changePersona'];
    post?: never;
    delete: operations['removePersona'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/personas/{id}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /** @description Only its owner sees what a persona was before. */
    get: operations['personaVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/prompts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['prompts'];
    put?: never;
    post: operations['makePrompt'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/prompts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put: operations['changePrompt'];
    post?: never;
    delete: operations['removePrompt'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/folders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['folders'];
    put?: never;
    post: operations['makeFolder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/folders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put: operations['renameFolder'];
    post?: never;
    /** @description Its conversations stay. */
    delete: operations['removeFolder'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tags': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['tags'];
    put?: never;
    post: operations['makeTag'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tags/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put: operations['renameTag'];
    post?: never;
    delete: operations['removeTag'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/shares': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['shares'];
    put?: never;
    post: operations['share'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/shares/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['revokeShare'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/shared/look': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['lookAtShared'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/conversations/{id}/export': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get: operations['exportConversation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description All of one's own conversations; JSON as one file, Markdown and HTML as a zip. */
    get: operations['exportAll'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/imports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description The body is an export of ChatGPT, Claude, LibreChat or Chatwright, JSON or zip. The answer comes at the end; with an `id` of the client's own making, the progress can be asked for meanwhile. What was imported before is left as it is. */
    post: operations['import'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/imports/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get: operations['importProgress'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['models'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/pull': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['pullModel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    get: operations['model'];
    put?: never;
    post?: never;
    delete: operations['removeModel'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/adapters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The adapters of the home folder's "adapters", by the names of their files and folders. */
    get: operations['adapterFiles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{id}/adapters': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Attaches a LoRA adapter of the home folder's "adapters" to a model, in place of one of the same name. It is asked for as MODEL:NAME, after another start of the server, too. Replies under way go on with what they have. */
    post: operations['attachAdapter'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{id}/adapters/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        name: string;
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** @description For good, unless the configuration names it. Replies under way go on with it. */
    delete: operations['detachAdapter'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/administration/people': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['people'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/administration/people/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** @description The last active administrator can be neither deactivated nor demoted. Takes effect on the person's next request and closes their streams. */
    patch: operations['changePerson'];
    trace?: never;
  };
  '/api/administration/people/{id}/password-link': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description A link for somebody who forgot their password, for a day and one use; it ends the one before. */
    post: operations['makePasswordLink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/administration/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['invitations'];
    put?: never;
    post: operations['invite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/administration/invitations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['withdrawInvitation'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/administration/configuration': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['configuration'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/administration/keys/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Seals everything anew with new keys while the server goes on serving; the health tells how far it is. */
    post: operations['rotateKeys'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/administration/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['administratorsHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** Format: uuid */
    Id: string;
    /** @description Milliseconds since 1970 */
    Time: number;
    /** @enum {string} */
    Role: 'administrator' | 'member';
    /** @enum {string} */
    Permission: 'chat' | 'share' | 'api' | 'models' | 'account' | 'administer';
    Error: {
      error: {
        message: string;
        type: string;
        param?: string | null;
        code?: string | null;
      };
    };
    Me: {
      id: components['schemas']['Id'];
      name: string;
      email?: string;
      role: components['schemas']['Role'];
      permissions: components['schemas']['Permission'][];
      /** @enum {string} */
      mode: 'alone' | 'team';
      settings: components['schemas']['Settings'];
      server: {
        version: string;
        default_model: string;
        feedback_reasons: string[];
        max_attachment_bytes: number;
        max_share_days: number;
        sharing: boolean;
        deleted_kept_days: number;
      };
    };
    /** @description What follows the person from browser to browser. Absent fields keep their value; null restores the default. */
    Settings: {
      language?: string | null;
      /** @enum {string|null} */
      theme?: 'system' | 'light' | 'dark' | 'contrast' | null;
      streaming?: boolean | null;
      speed_shown?: boolean | null;
      follow_ups?: boolean | null;
      titles?: boolean | null;
      persona_id?: string | null;
      model?: string | null;
      temperature?: number | null;
      max_tokens?: number | null;
      system_prompt?: string | null;
    };
    Key: {
      id: components['schemas']['Id'];
      name: string;
      /** @description The first letters of the key */
      start: string;
      scopes: string[];
      created_at: components['schemas']['Time'];
      expires_at?: components['schemas']['Time'];
      last_used_at?: components['schemas']['Time'];
    };
    Conversation: {
      id: components['schemas']['Id'];
      /** @description Empty until there is one: the first words, later what the model finds */
      title: string;
      pinned: boolean;
      archived: boolean;
      folder_id?: components['schemas']['Id'];
      tag_ids: components['schemas']['Id'][];
      model?: string;
      persona_id?: components['schemas']['Id'];
      active_message_id?: components['schemas']['Id'];
      /** @description Whether a reply is being written */
      writing?: boolean;
      message_count: number;
      created_at: components['schemas']['Time'];
      updated_at: components['schemas']['Time'];
      deleted_at?: components['schemas']['Time'];
    };
    ReplyOptions: {
      model?: string;
      persona_id?: components['schemas']['Id'];
      temperature?: number;
      top_p?: number;
      max_tokens?: number;
      seed?: number;
      /** @description Only without a persona */
      system_prompt?: string;
      /** @description How many seconds the reply may take, waiting included; then it fails with the code deadline and keeps what was written */
      timeout?: number;
    };
    Message: {
      id: components['schemas']['Id'];
      conversation_id: components['schemas']['Id'];
      parent_id?: components['schemas']['Id'];
      /** @enum {string} */
      role: 'user' | 'assistant' | 'system';
      /** @description While it is written: what it said before; the events of its generation tell the rest */
      text: string;
      /**
       * @description cut = the token limit ended it
       * @enum {string}
       */
      state: 'complete' | 'queued' | 'writing' | 'cut' | 'stopped' | 'interrupted' | 'failed';
      failure?: {
        code: string;
        message: string;
      };
      /** @description While the reply is queued or being written */
      generation_id?: components['schemas']['Id'];
      /** @description In order */
      sibling_ids: components['schemas']['Id'][];
      attachments: components['schemas']['Attachment'][];
      /** @description Absent while a blind comparison is open */
      model?: string;
      persona_id?: components['schemas']['Id'];
      persona_name?: string;
      usage?: components['schemas']['Usage'];
      feedback?: components['schemas']['Feedback'];
      comparison?: components['schemas']['Comparison'];
      /** @description Set on the first message after a summary of those above it */
      summary?: {
        id: components['schemas']['Id'];
        text: string;
        messages: number;
      };
      /** @description Which pages of attachments the model read for this reply, when not all */
      used_pages?: {
        attachment_id: components['schemas']['Id'];
        pages: number;
        of: number;
      }[];
      follow_ups?: string[];
      created_at: components['schemas']['Time'];
    };
    Usage: {
      prompt_tokens: number;
      cached_tokens: number;
      reply_tokens: number;
      /** @description From the request to the first token */
      first_token_millis: number;
      /** @description What of it the engine took to compute the prompt */
      prompt_millis: number;
      tokens_per_second: number;
    };
    Feedback: {
      /** @enum {string} */
      thumb?: 'up' | 'down';
      reasons?: string[];
      text?: string;
      /** @description What the reply should have been */
      correction?: string;
      /** @description A span of the reply, [start, end) in UTF-16 units */
      highlight?: {
        start: number;
        end: number;
      };
      readonly changed_at?: components['schemas']['Time'];
    };
    Comparison: {
      id: components['schemas']['Id'];
      left_id: components['schemas']['Id'];
      right_id: components['schemas']['Id'];
      blind: boolean;
      /** @enum {string} */
      vote?: 'left' | 'right' | 'tie' | 'neither';
    };
    Context: {
      length: number;
      system: number;
      attachments: number;
      summary: number;
      turns: number;
      reserve: number;
      free: number;
      summary_id?: components['schemas']['Id'];
    };
    Attachment: {
      id: components['schemas']['Id'];
      name: string;
      media_type: string;
      size_bytes: number;
      /** @enum {string} */
      kind: 'document' | 'image';
      /** @enum {string} */
      state: 'reading' | 'ready' | 'failed';
      failure?: string;
      pages?: number;
      tokens?: number;
      width?: number;
      height?: number;
      /** @description What was left out */
      note?: string;
    };
    PersonaBody: {
      name: string;
      description?: string;
      system_prompt?: string;
      greeting?: string;
      suggestions?: string[];
      model?: string;
      temperature?: number;
      top_p?: number;
      max_tokens?: number;
      /** @description Everybody in the team may use it */
      for_team?: boolean;
    };
    Persona: {
      id: components['schemas']['Id'];
      version: number;
      own: boolean;
      name: string;
      description?: string;
      system_prompt?: string;
      greeting?: string;
      suggestions?: string[];
      model?: string;
      temperature?: number;
      top_p?: number;
      max_tokens?: number;
      for_team?: boolean;
      created_at: components['schemas']['Time'];
    };
    PromptBody: {
      /** @description What is typed after the slash */
      command: string;
      title?: string;
      /** @description Variables as {{name}} or {{name|default}} */
      text: string;
    };
    Prompt: {
      id: components['schemas']['Id'];
      command: string;
      title?: string;
      text: string;
    };
    Label: {
      id: components['schemas']['Id'];
      name: string;
    };
    Share: {
      id: components['schemas']['Id'];
      conversation_id: components['schemas']['Id'];
      title: string;
      created_at: components['schemas']['Time'];
      expires_at: components['schemas']['Time'];
    };
    Import: {
      id: components['schemas']['Id'];
      /** @enum {string} */
      state: 'running' | 'done' | 'failed';
      read_bytes: number;
      total_bytes: number;
      imported: number;
      broken: {
        index: number;
        title?: string;
        reason: string;
      }[];
      notes: string[];
      failure?: string;
    };
    Model: {
      id: string;
      /** @enum {string} */
      state: 'ready' | 'loading' | 'stored' | 'failed' | 'pulling';
      default: boolean;
      /** @description Whether it is part of the program and cannot be removed. */
      built_in: boolean;
      /** @enum {string} */
      kind: 'chat' | 'embedding';
      size_bytes?: number;
      context_length?: number;
      architecture?: string;
      parameters?: number;
      quantization?: string;
      licence?: string;
      adapter?: {
        name: string;
        sha256: string;
      };
      /** @description The model that the adapter changes; an adapter that could not be attached again has no more than this and a failure */
      base?: string;
      progress?: {
        done_bytes: number;
        total_bytes: number;
      };
      failure?: string;
    };
    Person: {
      id: components['schemas']['Id'];
      name: string;
      email: string;
      role: components['schemas']['Role'];
      active: boolean;
      created_at: components['schemas']['Time'];
      last_seen_at?: components['schemas']['Time'];
    };
    Invitation: {
      id: components['schemas']['Id'];
      role: components['schemas']['Role'];
      email?: string;
      created_at: components['schemas']['Time'];
      expires_at: components['schemas']['Time'];
    };
  };
  responses: {
    /** @description What went wrong and what to do */
    Refusal: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description How one comes in */
    Entrance: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': {
          /** @enum {string} */
          mode: 'alone' | 'team';
          signed_in: boolean;
          /** @description False while there is no administrator yet */
          set_up: boolean;
          min_password_length?: number;
        };
      };
    };
    /** @description The person who asks */
    Me: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Me'];
      };
    };
    /** @description The conversation */
    Conversation: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Conversation'];
      };
    };
    /** @description The message */
    Message: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Message'];
      };
    };
    /** @description The attachment */
    Attachment: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Attachment'];
      };
    };
    /** @description The persona */
    Persona: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Persona'];
      };
    };
    /** @description The prompt */
    Prompt: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Prompt'];
      };
    };
    /** @description The folder or tag */
    Label: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Label'];
      };
    };
    /** @description How far the import is */
    Import: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Import'];
      };
    };
  };
  parameters: {
    id: components['schemas']['Id'];
  };
  requestBodies: {
    NewAccount: {
      content: {
        'application/json': {
          token: string;
          name: string;
          email: string;
          password: string;
        };
      };
    };
    Label: {
      content: {
        'application/json': {
          name: string;
        };
      };
    };
  };
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  entrance: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Entrance'];
    };
  };
  setUp: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components['requestBodies']['NewAccount'];
    responses: {
      200: components['responses']['Me'];
      403: components['responses']['Refusal'];
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          email: string;
          password: string;
        };
      };
    };
    responses: {
      200: components['responses']['Me'];
      401: components['responses']['Refusal'];
      403: components['responses']['Refusal'];
      429: components['responses']['Refusal'];
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed out */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  lookAtInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
        };
      };
    };
    responses: {
      /** @description What the invitation offers */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            role: components['schemas']['Role'];
            email?: string;
            invited_by: string;
            expires_at: components['schemas']['Time'];
          };
        };
      };
      404: components['responses']['Refusal'];
    };
  };
  join: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components['requestBodies']['NewAccount'];
    responses: {
      200: components['responses']['Me'];
      404: components['responses']['Refusal'];
    };
  };
  lookAtPasswordLink: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
        };
      };
    };
    responses: {
      /** @description Whose password the link changes */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            name: string;
            email: string;
            expires_at: components['schemas']['Time'];
          };
        };
      };
      404: components['responses']['Refusal'];
      429: components['responses']['Refusal'];
    };
  };
  chooseNewPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
          password: string;
        };
      };
    };
    responses: {
      200: components['responses']['Me'];
      404: components['responses']['Refusal'];
      429: components['responses']['Refusal'];
    };
  };
  me: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Me'];
      401: components['responses']['Refusal'];
    };
  };
  changeMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name?: string;
          settings?: components['schemas']['Settings'];
        };
      };
    };
    responses: {
      200: components['responses']['Me'];
    };
  };
  changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          current: string;
          new: string;
        };
      };
    };
    responses: {
      /** @description Changed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Refusal'];
      429: components['responses']['Refusal'];
    };
  };
  sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Where one is signed in */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            sessions: {
              id: components['schemas']['Id'];
              current: boolean;
              created_at: components['schemas']['Time'];
              last_seen_at: components['schemas']['Time'];
              expires_at: components['schemas']['Time'];
              browser: string;
              address: string;
            }[];
          };
        };
      };
    };
  };
  revokeSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Revoked; its next request is refused */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  keys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The person's API keys, without the keys themselves */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            keys: components['schemas']['Key'][];
          };
        };
      };
    };
  };
  makeKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name: string;
          scopes: ('api' | 'chat' | 'models')[];
          expires_in_days?: number;
        };
      };
    };
    responses: {
      /** @description The key, shown this once */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            key: components['schemas']['Key'];
            secret: string;
          };
        };
      };
    };
  };
  revokeKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Revoked */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  watch: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The stream */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': unknown;
        };
      };
    };
  };
  conversations: {
    parameters: {
      query?: {
        cursor?: string;
        limit?: number;
        view?: 'current' | 'pinned' | 'archived' | 'deleted';
        folder_id?: components['schemas']['Id'];
        tag_id?: components['schemas']['Id'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest first. The view `current` leaves out archived and deleted ones and holds pinned ones too. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            conversations: components['schemas']['Conversation'][];
            next_cursor?: string | null;
          };
        };
      };
    };
  };
  makeConversation: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description The client's (UUID version 7), so that sending again makes no second conversation */
          id?: components['schemas']['Id'];
          model?: string;
          persona_id?: components['schemas']['Id'];
          folder_id?: components['schemas']['Id'];
        };
      };
    };
    responses: {
      200: components['responses']['Conversation'];
      201: components['responses']['Conversation'];
    };
  };
  conversation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Conversation'];
    };
  };
  deleteConversation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted; can be restored for 30 days */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  changeConversation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          title?: string;
          pinned?: boolean;
          archived?: boolean;
          folder_id?: string | null;
          tag_ids?: components['schemas']['Id'][];
          model?: string | null;
          persona_id?: string | null;
          /** @description The message at the end of the shown branch; the newest leaf below it becomes active */
          active_message_id?: components['schemas']['Id'];
        };
      };
    };
    responses: {
      200: components['responses']['Conversation'];
    };
  };
  restoreConversation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Conversation'];
    };
  };
  messages: {
    parameters: {
      query?: {
        /** @description The end of the branch (default: the active one) */
        leaf_id?: components['schemas']['Id'];
        /** @description Only messages above this one */
        before_id?: components['schemas']['Id'];
        limit?: number;
      };
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of the branch */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            messages: components['schemas']['Message'][];
            /** @description Whether there are messages above the first */
            more: boolean;
            /** @description Messages on the branch */
            total: number;
          };
        };
      };
    };
  };
  sendMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Made by the client (UUID v7), so that sending again after a lost answer stores nothing twice */
          id?: components['schemas']['Id'];
          /** @description The message it follows; null for a first message (absent: the end of the active branch) */
          parent_id?: string | null;
          text: string;
          attachment_ids?: components['schemas']['Id'][];
          options?: components['schemas']['ReplyOptions'];
          /** @description Two replies side by side instead of one */
          compare?: components['schemas']['ReplyOptions'][];
          /** @description With compare; the sides' models stay unknown until the vote */
          blind?: boolean;
        };
      };
    };
    responses: {
      /** @description The message and what was begun */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            message: components['schemas']['Message'];
            replies: components['schemas']['Message'][];
            comparison?: components['schemas']['Comparison'];
          };
        };
      };
      409: components['responses']['Refusal'];
    };
  };
  fork: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          message_id: components['schemas']['Id'];
        };
      };
    };
    responses: {
      201: components['responses']['Conversation'];
    };
  };
  context: {
    parameters: {
      query?: {
        leaf_id?: components['schemas']['Id'];
      };
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How the model's context is used by this branch */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Context'];
        };
      };
    };
  };
  dropSummary: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
        summary_id: components['schemas']['Id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Dropped */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  search: {
    parameters: {
      query: {
        q: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Hits in titles and messages of one's own conversations, newest first. All words must be found; case and accents do not matter. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description False when the search was ended at its limit */
            complete: boolean;
            hits: {
              conversation_id: components['schemas']['Id'];
              /** @description Absent when the title was hit */
              message_id?: components['schemas']['Id'];
              title: string;
              excerpt: string;
              /** @description Where the words stand in the excerpt, [start, end) in UTF-16 units */
              ranges: number[][];
              role?: string;
              created_at: components['schemas']['Time'];
            }[];
          };
        };
      };
    };
  };
  regenerate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          options?: components['schemas']['ReplyOptions'];
        };
      };
    };
    responses: {
      202: components['responses']['Message'];
    };
  };
  continueReply: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      202: components['responses']['Message'];
      409: components['responses']['Refusal'];
    };
  };
  followUps: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What one might ask next */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            follow_ups: string[];
          };
        };
      };
    };
  };
  giveFeedback: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Feedback'];
      };
    };
    responses: {
      /** @description Kept */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Feedback'];
        };
      };
    };
  };
  withdrawFeedback: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Withdrawn */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  vote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          vote: 'left' | 'right' | 'tie' | 'neither';
        };
      };
    };
    responses: {
      /** @description Kept; the sides are no longer blind */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Comparison'];
        };
      };
    };
  };
  generationEvents: {
    parameters: {
      query?: {
        after?: number;
      };
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The stream */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': unknown;
        };
      };
    };
  };
  stop: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Stopped */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  temporaryReply: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          messages: {
            /** @enum {string} */
            role: 'user' | 'assistant';
            text: string;
          }[];
          options?: components['schemas']['ReplyOptions'];
        };
      };
    };
    responses: {
      /** @description The stream */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': unknown;
        };
      };
    };
  };
  attach: {
    parameters: {
      query: {
        name: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/octet-stream': unknown;
      };
    };
    responses: {
      201: components['responses']['Attachment'];
      413: components['responses']['Refusal'];
      415: components['responses']['Refusal'];
    };
  };
  attachment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Attachment'];
    };
  };
  removeAttachment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  attachmentContent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The content */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  attachmentText: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was read from it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            pages: {
              number: number;
              text: string;
            }[];
            note?: string;
          };
        };
      };
    };
  };
  personas: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One's own personas and those of the team */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            personas: components['schemas']['Persona'][];
          };
        };
      };
    };
  };
  makePersona: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PersonaBody'];
      };
    };
    responses: {
      201: components['responses']['Persona'];
    };
  };
  persona: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Persona'];
    };
  };
  changePersona: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PersonaBody'];
      };
    };
    responses: {
      200: components['responses']['Persona'];
    };
  };
  removePersona: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed from the list; replies keep its versions */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  personaVersions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            versions: components['schemas']['Persona'][];
          };
        };
      };
    };
  };
  prompts: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The prompt library */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            prompts: components['schemas']['Prompt'][];
          };
        };
      };
    };
  };
  makePrompt: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PromptBody'];
      };
    };
    responses: {
      201: components['responses']['Prompt'];
    };
  };
  changePrompt: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PromptBody'];
      };
    };
    responses: {
      200: components['responses']['Prompt'];
    };
  };
  removePrompt: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  folders: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description By name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            folders: components['schemas']['Label'][];
          };
        };
      };
    };
  };
  makeFolder: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components['requestBodies']['Label'];
    responses: {
      201: components['responses']['Label'];
    };
  };
  renameFolder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Label'];
    responses: {
      200: components['responses']['Label'];
    };
  };
  removeFolder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  tags: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description By name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            tags: components['schemas']['Label'][];
          };
        };
      };
    };
  };
  makeTag: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components['requestBodies']['Label'];
    responses: {
      201: components['responses']['Label'];
    };
  };
  renameTag: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Label'];
    responses: {
      200: components['responses']['Label'];
    };
  };
  removeTag: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  shares: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Links that are open */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            shares: components['schemas']['Share'][];
          };
        };
      };
    };
  };
  share: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          conversation_id: components['schemas']['Id'];
          /** @default 7 */
          expires_in_days?: number;
        };
      };
    };
    responses: {
      /** @description The link, shown this once */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            share: components['schemas']['Share'];
            token: string;
          };
        };
      };
    };
  };
  revokeShare: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Revoked */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  lookAtShared: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
        };
      };
    };
    responses: {
      /** @description The shared branch, as it was when it was shared */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            title: string;
            by: string;
            expires_at: components['schemas']['Time'];
            messages: {
              role: string;
              text: string;
              model?: string;
              /** @description The names of what is attached; the files are not shared */
              files: string[];
              created_at: components['schemas']['Time'];
            }[];
          };
        };
      };
      404: components['responses']['Refusal'];
    };
  };
  exportConversation: {
    parameters: {
      query: {
        format: 'json' | 'markdown' | 'html';
      };
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A file to download */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  exportAll: {
    parameters: {
      query: {
        format: 'json' | 'markdown' | 'html';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A file to download */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  import: {
    parameters: {
      query?: {
        id?: components['schemas']['Id'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/octet-stream': unknown;
      };
    };
    responses: {
      202: components['responses']['Import'];
    };
  };
  importProgress: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Import'];
    };
  };
  models: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Models here, and those that can be fetched */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            models: components['schemas']['Model'][];
            known: {
              id: string;
              description: string;
              size_bytes?: number;
            }[];
          };
        };
      };
    };
  };
  pullModel: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          id: string;
        };
      };
    };
    responses: {
      /** @description Begun; the listing tells how far it is */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  model: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The model */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Model'];
        };
      };
    };
  };
  removeModel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: components['responses']['Refusal'];
    };
  };
  adapterFiles: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Their names */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            files: string[];
          };
        };
      };
    };
  };
  attachAdapter: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name: string;
          /** @description The file or folder; the name if it is left out */
          file?: string;
        };
      };
    };
    responses: {
      /** @description Attached */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            id: string;
            adapter: {
              name: string;
              sha256: string;
            };
          };
        };
      };
      400: components['responses']['Refusal'];
      404: components['responses']['Refusal'];
    };
  };
  detachAdapter: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Detached */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: components['responses']['Refusal'];
    };
  };
  people: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Everybody */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            people: components['schemas']['Person'][];
          };
        };
      };
    };
  };
  changePerson: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          role?: components['schemas']['Role'];
          active?: boolean;
        };
      };
    };
    responses: {
      /** @description Changed */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Person'];
        };
      };
    };
  };
  makePasswordLink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The token, shown this once */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            token: string;
            expires_at: components['schemas']['Time'];
          };
        };
      };
      404: components['responses']['Refusal'];
      409: components['responses']['Refusal'];
    };
  };
  invitations: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Open ones */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            invitations: components['schemas']['Invitation'][];
          };
        };
      };
    };
  };
  invite: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          role: components['schemas']['Role'];
          email?: string;
        };
      };
    };
    responses: {
      /** @description The invitation; the token is shown this once */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            invitation: components['schemas']['Invitation'];
            token: string;
          };
        };
      };
    };
  };
  withdrawInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Withdrawn */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  configuration: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every option with its effective value and where that comes from */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            options: {
              key: string;
              value: string;
              origin: string;
              description: string;
            }[];
          };
        };
      };
    };
  };
  rotateKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Begun */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: components['responses']['Refusal'];
    };
  };
  administratorsHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What an operator wants to know */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            version: string;
            uptime_seconds: number;
            memory_bytes: number;
            storage: string;
            database_bytes?: number;
            disk_free_bytes: number;
            last_backup_at?: components['schemas']['Time'];
            kernels: string;
            active_replies: number;
            waiting_replies: number;
            people: number;
            /** @description Whether texts are being sealed anew */
            rotating_keys?: boolean;
            /** @description How many have been since the server started */
            resealed_texts?: number;
            /** @description What an operator should know and may want to change */
            warnings: string[];
          };
        };
      };
    };
  };
}
