package dev.chatwright.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is found when a database file is looked through.
 *
 * <p>Immutable.
 *
 * @param version the newest migration it has
 * @param rows how many rows each table holds, by name
 * @param faults what is wrong with it; empty when nothing is
 */
public record SqliteCheck(String version, Map<String, Long> rows, List<String> faults) {
  private static final int MAX_FAULTS = 20;

  /**
   * Looks a file through, without changing it.
   *
   * @throws IOException if it is no database of Chatwright
   */
  public static SqliteCheck of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no database at " + file);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      List<String> faults = new ArrayList<>(faults(statement));
      return new SqliteCheck(version(statement), rows(statement), faults);
    } catch (SQLException broken) {
      throw new IOException(
          "%s is no database of Chatwright, or damaged: %s".formatted(file, broken.getMessage()),
          broken);
    }
  }

  private static List<String> faults(Statement statement) throws SQLException {
    List<String> faults = new ArrayList<>();
    try (ResultSet found = statement.executeQuery("pragma integrity_check(" + MAX_FAULTS + ")")) {
      while (found.next()) {
        if (!found.getString(1).equals("ok")) {
          faults.add(found.getString(1));
        }
      }
    }
    try (ResultSet found = statement.executeQuery("pragma foreign_key_check")) {
      while (found.next() && faults.size() < MAX_FAULTS) {
        faults.add(
            "row %d of %s points to a row of %s that is not there"
                .formatted(found.getLong(2), found.getString(1), found.getString(3)));
      }
    }
    return faults;
  }

  private static String version(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "select version from flyway_schema_history where success order by installed_rank desc limit 1")) {
      return found.next() ? found.getString(1) : "none";
    }
  }

  private static Map<String, Long> rows(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
                + " and name <> 'flyway_schema_history' order by name")) {
      while (found.next()) {
        tables.add(found.getString(1));
      }
    }
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String table :
        tables) { // names from the schema itself, so they need no escaping but quotes
      try (ResultSet found = statement.executeQuery("select count(*) from \"" + table + '"')) {
        rows.put(table, found.getLong(1));
      }
    }
    return rows;
  }
}
