-- One subset of SQL for SQLite and PostgreSQL. Ids are UUIDs of version 7 made in Java, times are milliseconds since
-- 1970. Every ${blob} holds text sealed by the vault; vault/SealedColumn names them all, and a test compares.

create table person (
  id text primary key,
  name text not null,
  email text unique,
  role text not null,
  password_hash text,
  active boolean not null,
  settings ${blob},
  created_at bigint not null,
  last_seen_at bigint
);

create table person_key (
  person_id text primary key references person (id),
  keyset ${blob} not null,
  created_at bigint not null
);

create table session (
  id text primary key,
  token_hash text not null unique,
  person_id text not null references person (id),
  browser text not null,
  address text not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null
);
create index session_person on session (person_id);

create table invitation (
  id text primary key,
  token_hash text not null unique,
  role text not null,
  email text,
  created_by text references person (id),
  created_at bigint not null,
  expires_at bigint not null,
  used_by text references person (id)
);

create table api_key (
  id text primary key,
  person_id text not null references person (id),
  name text not null,
  start text not null,
  secret_hash text not null unique,
  scopes text not null,
  created_at bigint not null,
  expires_at bigint,
  last_used_at bigint,
  revoked_at bigint
);
create index api_key_person on api_key (person_id);

create table folder (
  id text primary key,
  person_id text not null references person (id),
  name ${blob} not null,
  created_at bigint not null
);
create index folder_person on folder (person_id);

create table tag (
  id text primary key,
  person_id text not null references person (id),
  name ${blob} not null,
  created_at bigint not null
);
create index tag_person on tag (person_id);

create table persona (
  id text primary key,
  person_id text not null references person (id),
  for_team boolean not null,
  created_at bigint not null,
  removed_at bigint
);
create index persona_person on persona (person_id);

create table persona_version (
  id text primary key,
  persona_id text not null references persona (id),
  person_id text not null references person (id),
  version integer not null,
  body ${blob} not null,
  created_at bigint not null,
  unique (persona_id, version)
);

create table prompt (
  id text primary key,
  person_id text not null references person (id),
  body ${blob} not null,
  created_at bigint not null
);
create index prompt_person on prompt (person_id);

create table conversation (
  id text primary key,
  person_id text not null references person (id),
  title ${blob},
  title_origin text,
  model text,
  persona_id text references persona (id),
  folder_id text references folder (id),
  pinned boolean not null,
  archived boolean not null,
  active_message_id text,
  message_count integer not null,
  created_at bigint not null,
  updated_at bigint not null,
  deleted_at bigint
);
create index conversation_list on conversation (person_id, updated_at, id);

create table conversation_tag (
  conversation_id text not null references conversation (id),
  tag_id text not null references tag (id),
  primary key (conversation_id, tag_id)
);
create index conversation_tag_tag on conversation_tag (tag_id);

-- The parent is of the same conversation and was there before, so neither an orphan nor a cycle can be stored.
create table message (
  id text primary key,
  conversation_id text not null references conversation (id),
  person_id text not null references person (id),
  parent_id text,
  role text not null,
  state text not null,
  body ${blob} not null,
  model text,
  persona_version_id text references persona_version (id),
  details ${blob},
  created_at bigint not null,
  unique (conversation_id, id),
  foreign key (conversation_id, parent_id) references message (conversation_id, id),
  check (parent_id <> id)
);
create index message_parent on message (conversation_id, parent_id);

create table generation (
  id text primary key,
  message_id text not null references message (id),
  conversation_id text not null references conversation (id),
  person_id text not null references person (id),
  after_generation_id text references generation (id),
  state text not null,
  request ${blob} not null,
  created_at bigint not null,
  ended_at bigint
);
create index generation_message on generation (message_id);
create index generation_state on generation (state);

create table generation_event (
  generation_id text not null references generation (id),
  sequence bigint not null,
  person_id text not null references person (id),
  body ${blob} not null,
  primary key (generation_id, sequence)
);

create table summary (
  id text primary key,
  conversation_id text not null references conversation (id),
  person_id text not null references person (id),
  message_id text not null references message (id),
  message_count integer not null,
  body ${blob} not null,
  created_at bigint not null,
  dropped_at bigint
);
create index summary_conversation on summary (conversation_id);

create table feedback (
  message_id text primary key references message (id),
  person_id text not null references person (id),
  body ${blob} not null,
  created_at bigint not null,
  changed_at bigint not null
);

create table comparison (
  id text primary key,
  conversation_id text not null references conversation (id),
  person_id text not null references person (id),
  message_id text not null references message (id),
  left_id text not null references message (id),
  right_id text not null references message (id),
  blind boolean not null,
  vote text,
  created_at bigint not null,
  voted_at bigint
);
create index comparison_message on comparison (message_id);

create table attachment (
  id text primary key,
  person_id text not null references person (id),
  kind text not null,
  state text not null,
  size_bytes bigint not null,
  about ${blob} not null,
  content ${blob} not null,
  pages ${blob},
  created_at bigint not null
);
create index attachment_person on attachment (person_id);

create table message_attachment (
  message_id text not null references message (id),
  attachment_id text not null references attachment (id),
  position integer not null,
  primary key (message_id, attachment_id)
);
create index message_attachment_attachment on message_attachment (attachment_id);

create table share (
  id text primary key,
  person_id text not null references person (id),
  conversation_id text not null references conversation (id),
  message_id text not null references message (id),
  token_hash text not null unique,
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint
);
create index share_person on share (person_id);
create index share_conversation on share (conversation_id);
