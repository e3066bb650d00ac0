package dev.chatwright.server.transfer;

import dev.chatwright.server.http.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The imports of late, in memory: they are asked for while they run and a little longer.
 *
 * <p>Safe for use by several threads.
 */
public final class ImportRuns {
  private static final int MOST = 1000;

  private final Map<String, ImportRun> runs = new LinkedHashMap<>(); // guarded by this

  /** Creates an empty list. */
  public ImportRuns() {}

  /**
   * Begins one.
   *
   * @throws ApiException if the person has one under way, or the id is taken
   */
  synchronized ImportRun begin(String id, String personId, long totalBytes) {
    if (runs.containsKey(id)) {
      throw ApiException.of(
          409,
          "import_known",
          "there was an import with this id; ask how it went, or give another");
    }
    boolean busy =
        runs.values().stream().anyMatch(run -> run.personId().equals(personId) && run.isRunning());
    if (busy) {
      throw ApiException.of(
          409, "import_running", "an import of yours is under way; wait for its end");
    }
    ImportRun begun = new ImportRun(id, personId, Math.max(0, totalBytes));
    runs.put(id, begun);
    forgetOldest();
    return begun;
  }

  private void forgetOldest() {
    runs.entrySet().stream()
        .filter(entry -> !entry.getValue().isRunning())
        .map(Map.Entry::getKey)
        .limit(Math.max(0, runs.size() - MOST))
        .toList()
        .forEach(runs::remove);
  }

  /** Returns one of a person. */
  synchronized Optional<ImportRun> find(String id, String personId) {
    return Optional.ofNullable(runs.get(id)).filter(run -> run.personId().equals(personId));
  }
}
