package dev.chatwright.server;

import dev.chatwright.server.security.Resource;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts things of every kind that belong to somebody into the database of a test. */
record Belongings(Database database, Vault vault, IdSource ids) {
  private static final String ABOUT = "{\"name\":\"notes.txt\",\"mediaType\":\"text/plain\"}";

  static Belongings of(ChatwrightServer server) {
    return new Belongings(
        server.bean(Database.class), server.bean(Vault.class), server.bean(IdSource.class));
  }

  /** Returns the id of a new thing. */
  String make(Resource kind, String owner) {
    String id = ids.next();
    database.write(
        sql -> {
          make(sql, kind, id, owner);
          return id;
        });
    return id;
  }

  private void make(JdbcClient sql, Resource kind, String id, String owner) {
    switch (kind) {
      case CONVERSATION -> conversation(sql, id, owner);
      case MESSAGE -> message(sql, id, owner);
      case GENERATION -> generation(sql, id, owner);
      case COMPARISON -> comparison(sql, id, owner);
      case ATTACHMENT ->
          insert(
              sql,
              "attachment",
              "id, person_id, kind, state, size_bytes, about, content, created_at",
              id,
              owner,
              "document",
              "ready",
              1,
              vault.seal(SealedColumn.ATTACHMENT_ABOUT.of(id, owner), ABOUT),
              seal(SealedColumn.ATTACHMENT_CONTENT, id, owner),
              1);
      case FOLDER -> label(sql, "folder", SealedColumn.FOLDER_NAME, id, owner);
      case TAG -> label(sql, "tag", SealedColumn.TAG_NAME, id, owner);
      case PROMPT ->
          insert(
              sql,
              "prompt",
              "id, person_id, body, created_at",
              id,
              owner,
              seal(SealedColumn.PROMPT_BODY, id, owner),
              1);
      case SHARE -> share(sql, id, owner);
      case SESSION -> session(sql, id, owner, Secret.make(), false);
      case API_KEY -> key(sql, id, owner, Secret.make(), "api");
      case OWN_PERSONA, USABLE_PERSONA -> persona(sql, id, owner, false);
    }
  }

  private byte[] seal(SealedColumn column, String id, String owner) {
    return vault.seal(column.of(id, owner), "{}");
  }

  private byte[] sealPersona(String version, String owner) {
    return vault.seal(
        SealedColumn.PERSONA_VERSION_BODY.of(version, owner),
        "{\"name\":\"Sage\",\"suggestions\":[]}");
  }

  private static void insert(JdbcClient sql, String table, String columns, Object... values) {
    List<String> marks = Collections.nCopies(values.length, "?");
    sql.sql("insert into %s (%s) values (%s)".formatted(table, columns, String.join(", ", marks)))
        .params(new ArrayList<>(Arrays.asList(values)))
        .update();
  }

  private static void conversation(JdbcClient sql, String id, String owner) {
    insert(
        sql,
        "conversation",
        "id, person_id, pinned, archived, message_count, created_at, updated_at",
        id,
        owner,
        false,
        false,
        0,
        1,
        1);
  }

  private String message(JdbcClient sql, String id, String owner) {
    String conversation = ids.next();
    conversation(sql, conversation, owner);
    insert(
        sql,
        "message",
        "id, conversation_id, person_id, role, state, body, created_at",
        id,
        conversation,
        owner,
        "assistant",
        "complete",
        seal(SealedColumn.MESSAGE_BODY, id, owner),
        1);
    return conversation;
  }

  private void generation(JdbcClient sql, String id, String owner) {
    String message = ids.next();
    String conversation = message(sql, message, owner);
    insert(
        sql,
        "generation",
        "id, message_id, conversation_id, person_id, state, request, created_at",
        id,
        message,
        conversation,
        owner,
        "finished",
        seal(SealedColumn.GENERATION_REQUEST, id, owner),
        1);
  }

  private void comparison(JdbcClient sql, String id, String owner) {
    String message = ids.next();
    String conversation = message(sql, message, owner);
    insert(
        sql,
        "comparison",
        "id, conversation_id, person_id, message_id, left_id, right_id, blind, created_at",
        id,
        conversation,
        owner,
        message,
        message,
        message,
        false,
        1);
  }

  private void label(JdbcClient sql, String table, SealedColumn column, String id, String owner) {
    byte[] name = seal(column, id, owner);
    insert(sql, table, "id, person_id, name, created_at", id, owner, name, 1);
  }

  private void share(JdbcClient sql, String id, String owner) {
    String message = ids.next();
    String conversation = message(sql, message, owner);
    insert(
        sql,
        "share",
        "id, person_id, conversation_id, message_id, token_hash, created_at, expires_at",
        id,
        owner,
        conversation,
        message,
        Secret.hash(Secret.make()),
        1,
        Long.MAX_VALUE);
  }

  private void persona(JdbcClient sql, String id, String owner, boolean forTeam) {
    insert(sql, "persona", "id, person_id, for_team, created_at", id, owner, forTeam, 1);
    String version = ids.next();
    insert(
        sql,
        "persona_version",
        "id, persona_id, person_id, version, body, created_at",
        version,
        id,
        owner,
        1,
        sealPersona(version, owner),
        1);
  }

  /** Returns the id of a persona that everybody in the team may use. */
  String teamPersona(String owner) {
    String id = ids.next();
    database.write(
        sql -> {
          persona(sql, id, owner, true);
          return id;
        });
    return id;
  }

  /** Returns the secret of a new session. */
  String session(String owner, boolean ended) {
    String secret = Secret.make();
    database.write(
        sql -> {
          session(sql, ids.next(), owner, secret, ended);
          return secret;
        });
    return secret;
  }

  private static void session(
      JdbcClient sql, String id, String owner, String secret, boolean ended) {
    long now = System.currentTimeMillis();
    insert(
        sql,
        "session",
        "id, token_hash, person_id, browser, address, created_at, last_seen_at, expires_at",
        id,
        Secret.hash(secret),
        owner,
        "browser",
        "127.0.0.1",
        now,
        now,
        ended ? now - 1 : now + 1_000_000);
  }

  /** Returns the secret of a new key. */
  String key(String owner, String scopes) {
    String secret = "cw_" + Secret.make();
    database.write(
        sql -> {
          key(sql, ids.next(), owner, secret, scopes);
          return secret;
        });
    return secret;
  }

  private static void key(JdbcClient sql, String id, String owner, String secret, String scopes) {
    insert(
        sql,
        "api_key",
        "id, person_id, name, start, secret_hash, scopes, created_at",
        id,
        owner,
        "key",
        "cw_",
        Secret.hash(secret),
        scopes,
        1);
  }

  /** Ends a key by time, or by revoking it. */
  void endKey(String secret, String column) {
    database.write(
        sql ->
            sql.sql("update api_key set " + column + " = 1 where secret_hash = ?")
                .param(Secret.hash(secret))
                .update());
  }
}
