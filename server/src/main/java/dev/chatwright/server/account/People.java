package dev.chatwright.server.account;

import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Everybody who has an account.
 *
 * <p>Safe for use by several threads.
 */
public final class People {
  private static final String ADMINISTRATORS = "role = 'administrator' and active";

  private final Database database;
  private final Vault vault;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the list over a database. */
  public People(Database database, Vault vault, IdSource ids, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Returns the person who works alone on this machine: the first administrator, made when there is
   * none. It stays the same person when the machine becomes a team's later.
   */
  public String alone() {
    return database.write(sql -> firstAdministrator(sql).orElseGet(() -> makeAlone(sql)));
  }

  private static Optional<String> firstAdministrator(JdbcClient sql) {
    return sql.sql("select id from person where " + ADMINISTRATORS + " order by id limit 1")
        .query(String.class)
        .optional();
  }

  private String makeAlone(JdbcClient sql) {
    String id = ids.next();
    sql.sql(
            "insert into person (id, name, role, active, created_at) values (?, '', 'administrator', true, ?)")
        .params(id, clock.millis())
        .update();
    vault.makeKey(sql, id);
    return id;
  }

  /** Returns whether there is an administrator who can sign in. */
  public boolean isSetUp() {
    return database.read(People::isSetUp);
  }

  static boolean isSetUp(JdbcClient sql) {
    return count(sql, ADMINISTRATORS + " and password_hash is not null") > 0;
  }

  private static long count(JdbcClient sql, String condition) {
    return sql.sql("select count(*) from person where " + condition).query(Long.class).single();
  }

  /** Returns how many have an account, also those who may no longer come in. */
  public long count() {
    return database.read(sql -> count(sql, "true"));
  }

  /**
   * Makes the first administrator: of the person who has worked alone here, so that they keep what
   * is theirs, else a new one.
   *
   * @return the id
   */
  String makeFirst(JdbcClient sql, NewPerson wanted) {
    Optional<String> alone =
        sql.sql(
                "select id from person where "
                    + ADMINISTRATORS
                    + " and password_hash is null order by id limit 1")
            .query(String.class)
            .optional();
    if (alone.isEmpty()) {
      return make(sql, wanted, Role.ADMINISTRATOR);
    }
    sql.sql("update person set name = ?, email = ?, password_hash = ? where id = ?")
        .params(wanted.name(), wanted.email(), wanted.passwordHash(), alone.get())
        .update();
    return alone.get();
  }

  /**
   * Makes a person, with a key of their own.
   *
   * @return the id
   */
  String make(JdbcClient sql, NewPerson wanted, Role role) {
    String id = ids.next();
    sql.sql(
            "insert into person (id, name, email, role, password_hash, active, created_at) values (?, ?, ?, ?, ?, true, ?)")
        .params(
            id, wanted.name(), wanted.email(), role.word(), wanted.passwordHash(), clock.millis())
        .update();
    vault.makeKey(sql, id);
    return id;
  }

  static boolean isTaken(JdbcClient sql, String email) {
    return find(sql, "email", email).isPresent();
  }

  /** Returns everybody, the first to come first. */
  public List<Person> all() {
    return database.read(
        sql ->
            sql.sql("select " + Person.COLUMNS + " from person order by id")
                .query(Person::of)
                .list());
  }

  /** Returns somebody. */
  public Optional<Person> find(String id) {
    return database.read(sql -> find(sql, "id", id));
  }

  /** Returns who signs in with an e-mail address. */
  Optional<Person> findByEmail(String email) {
    return database.read(sql -> find(sql, "email", email));
  }

  private static Optional<Person> find(JdbcClient sql, String column, String value) {
    return sql.sql("select " + Person.COLUMNS + " from person where " + column + " = ?")
        .param(value)
        .query(Person::of)
        .optional();
  }

  /** Gives somebody another name. */
  void rename(String id, String name) {
    database.write(
        sql -> sql.sql("update person set name = ? where id = ?").params(name, id).update());
  }

  /**
   * Changes what somebody is in the team. The last administrator who may come in stays one.
   *
   * @throws LastAdministratorException if nobody could look after the server afterwards
   * @return the person afterwards; empty if there is none
   */
  public Optional<Person> change(String id, Optional<Role> role, Optional<Boolean> active) {
    return database.write(
        sql -> {
          takeTurns(sql);
          role.ifPresent(word -> set(sql, id, "role", word.word()));
          active.ifPresent(whether -> set(sql, id, "active", whether));
          if (active.equals(Optional.of(false))) {
            Sessions.endOthers(sql, id, Optional.empty());
            PasswordLinks.end(sql, id);
          }
          if (count(sql, ADMINISTRATORS) == 0) {
            throw new LastAdministratorException();
          }
          return find(sql, "id", id);
        });
  }

  /**
   * Has two changes of administrators follow one another, also where the database would let both
   * see the state before: each holds the administrators' rows.
   */
  private static void takeTurns(JdbcClient sql) {
    sql.sql("update person set role = role where role = 'administrator'").update();
  }

  private static void set(JdbcClient sql, String id, String column, Object value) {
    sql.sql("update person set " + column + " = ? where id = ?").params(value, id).update();
  }
}
