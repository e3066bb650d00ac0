package dev.chatwright.server.persona;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The prompt libraries of everybody.
 *
 * <p>Safe for use by several threads.
 */
public final class Prompts {
  private static final int MOST = 1000;

  private final Database database;
  private final Vault vault;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the libraries over a database. */
  public Prompts(Database database, Vault vault, IdSource ids, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A prompt and its id.
   *
   * @param id the id
   * @param prompt the prompt
   */
  record Stored(String id, Prompt prompt) {}

  /** Returns a person's prompts by command. */
  List<Stored> of(String personId) {
    return database.read(sql -> of(sql, personId));
  }

  private List<Stored> of(JdbcClient sql, String personId) {
    return sql
        .sql("select id, body from prompt where person_id = ?")
        .param(personId)
        .query((row, _) -> open(row.getString(1), personId, row.getBytes(2)))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(stored -> stored.prompt().command()))
        .toList();
  }

  private Optional<Stored> open(String id, String personId, byte[] sealed) {
    return vault
        .openJsonIfSound(
            SealedColumn.PROMPT_BODY.of(id, personId), sealed, Prompt.class, Purpose.SHOW)
        .map(prompt -> new Stored(id, prompt));
  }

  Stored make(String personId, Prompt prompt) {
    String id = ids.next();
    byte[] sealed = vault.sealJson(SealedColumn.PROMPT_BODY.of(id, personId), prompt);
    database.write(
        sql -> {
          requireRoom(of(sql, personId), id, prompt);
          return sql.sql("insert into prompt (id, person_id, body, created_at) values (?, ?, ?, ?)")
              .params(id, personId, sealed, clock.millis())
              .update();
        });
    return new Stored(id, prompt);
  }

  Stored change(String id, String personId, Prompt prompt) {
    byte[] sealed = vault.sealJson(SealedColumn.PROMPT_BODY.of(id, personId), prompt);
    database.write(
        sql -> {
          requireRoom(of(sql, personId), id, prompt);
          return sql.sql("update prompt set body = ? where id = ?").params(sealed, id).update();
        });
    return new Stored(id, prompt);
  }

  /** Commands are sealed, so that no index can keep them apart. */
  private static void requireRoom(List<Stored> present, String id, Prompt prompt) {
    boolean taken =
        present.stream()
            .anyMatch(
                stored ->
                    !stored.id().equals(id)
                        && stored.prompt().command().equalsIgnoreCase(prompt.command()));
    if (taken) {
      throw ApiException.of(
          409,
          "command",
          "command_taken",
          "there is a prompt /%s already".formatted(prompt.command()));
    }
    if (present.size() >= MOST) {
      throw ApiException.of(
          409, "too_many", "the library holds %d prompts, the most there may be".formatted(MOST));
    }
  }

  void remove(String id) {
    database.write(sql -> sql.sql("delete from prompt where id = ?").param(id).update());
  }
}
