package dev.chatwright.server.persona;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The personas of everybody. A change makes a new version; replies keep the version they were
 * written with.
 *
 * <p>Safe for use by several threads.
 */
public final class Personas {
  private static final int MOST = 500;
  private static final String SELECT =
      "select p.id, p.person_id, p.for_team, v.id as version_id, v.version, v.body, v.created_at"
          + " from persona p join persona_version v on v.persona_id = p.id ";
  private static final String NEWEST =
      "v.version = (select max(w.version) from persona_version w where w.persona_id = p.id)";

  private final Database database;
  private final Vault vault;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the list over a database. */
  public Personas(Database database, Vault vault, IdSource ids, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** Returns the newest versions of those that a person may use, by age. */
  List<Persona> usableBy(String personId) {
    return database
        .read(
            sql ->
                sql.sql(
                        SELECT
                            + "where (p.person_id = ? or p.for_team) and p.removed_at is null and "
                            + NEWEST
                            + " order by p.id")
                    .param(personId)
                    .query((row, _) -> read(row, personId))
                    .list())
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns the newest version of one that a person may use. */
  public Optional<Persona> find(String id, String personId) {
    return database.read(sql -> find(sql, id, personId));
  }

  private Optional<Persona> find(JdbcClient sql, String id, String personId) {
    return sql.sql(
            SELECT
                + "where p.id = ? and (p.person_id = ? or p.for_team) and p.removed_at is null and "
                + NEWEST)
        .params(id, personId)
        .query((row, _) -> read(row, personId))
        .optional()
        .flatMap(read -> read);
  }

  /** Returns all versions of one, newest first. */
  List<Persona> versions(String id, String personId) {
    return database
        .read(
            sql ->
                sql.sql(SELECT + "where p.id = ? order by v.version desc")
                    .param(id)
                    .query((row, _) -> read(row, personId))
                    .list())
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Persona> read(ResultSet row, String personId) throws SQLException {
    String owner = row.getString("person_id");
    String versionId = row.getString("version_id");
    Optional<PersonaBody> body =
        vault.openJsonIfSound(
            SealedColumn.PERSONA_VERSION_BODY.of(versionId, owner),
            row.getBytes("body"),
            PersonaBody.class,
            Purpose.SHOW);
    return body.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Persona(
                row.getString("id"),
                versionId,
                row.getInt("version"),
                owner.equals(personId),
                row.getBoolean("for_team"),
                row.getLong("created_at"),
                body.get()));
  }

  Persona make(String personId, PersonaBody body, boolean forTeam) {
    String id = ids.next();
    database.write(
        sql -> {
          requireRoom(sql, personId);
          sql.sql("insert into persona (id, person_id, for_team, created_at) values (?, ?, ?, ?)")
              .params(id, personId, forTeam, clock.millis())
              .update();
          return addVersion(sql, id, personId, 1, body);
        });
    return find(id, personId).orElseThrow();
  }

  private static void requireRoom(JdbcClient sql, String personId) {
    int present =
        sql.sql("select count(*) from persona where person_id = ? and removed_at is null")
            .param(personId)
            .query(Integer.class)
            .single();
    if (present >= MOST) {
      throw ApiException.of(
          409, "too_many", "you have %d personas, the most there may be".formatted(MOST));
    }
  }

  /** Two changes at once make two versions, one after the other. */
  Persona change(String id, String personId, PersonaBody body, boolean forTeam) {
    database.write(
        sql -> {
          sql.sql("update persona set for_team = ? where id = ?").params(forTeam, id).update();
          int newest =
              sql.sql("select max(version) from persona_version where persona_id = ?")
                  .param(id)
                  .query(Integer.class)
                  .single();
          return addVersion(sql, id, personId, newest + 1, body);
        });
    return find(id, personId).orElseThrow();
  }

  private int addVersion(
      JdbcClient sql, String id, String personId, int version, PersonaBody body) {
    String versionId = ids.next();
    byte[] sealed = vault.sealJson(SealedColumn.PERSONA_VERSION_BODY.of(versionId, personId), body);
    return sql.sql(
            "insert into persona_version (id, persona_id, person_id, version, body, created_at)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(versionId, id, personId, version, sealed, clock.millis())
        .update();
  }

  void remove(String id) {
    database.write(
        sql ->
            sql.sql("update persona set removed_at = ? where id = ?")
                .params(clock.millis(), id)
                .update());
  }
}
