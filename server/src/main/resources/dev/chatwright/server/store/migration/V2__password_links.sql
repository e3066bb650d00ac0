-- Links by which people choose a new password. Used ones are kept: who made them, and when they were used.
create table password_link (
  id text primary key,
  token_hash text not null unique,
  person_id text not null references person (id),
  created_by text not null references person (id),
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);

create index password_link_person on password_link (person_id);
