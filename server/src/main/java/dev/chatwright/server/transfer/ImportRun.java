package dev.chatwright.server.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an import is.
 *
 * <p>Safe for use by several threads.
 */
final class ImportRun {
  private static final int MOST_LISTED = 1000;

  private final String id;
  private final String personId;
  private final long totalBytes;
  private final List<Map<String, Object>> broken = new ArrayList<>(); // guarded by this
  private final Map<String, Integer> notes = new LinkedHashMap<>(); // guarded by this
  private String state = "running"; // guarded by this
  private long readBytes; // guarded by this
  private int imported; // guarded by this
  private @Nullable String failure; // guarded by this

  ImportRun(String id, String personId, long totalBytes) {
    this.id = id;
    this.personId = personId;
    this.totalBytes = totalBytes;
  }

  String personId() {
    return personId;
  }

  synchronized boolean isRunning() {
    return state.equals("running");
  }

  synchronized void read(long bytes) {
    readBytes = bytes;
  }

  synchronized void imported(List<String> told) {
    imported++;
    told.forEach(this::note);
  }

  /** The same note of many conversations is told once, with their number. */
  synchronized void note(String told) {
    if (notes.size() < MOST_LISTED || notes.containsKey(told)) {
      notes.merge(told, 1, Integer::sum);
    }
  }

  synchronized void broken(int index, Optional<String> title, String reason) {
    if (broken.size() < MOST_LISTED) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("index", index);
      title.ifPresent(name -> entry.put("title", name));
      entry.put("reason", reason);
      broken.add(entry);
    }
  }

  synchronized void done() {
    state = "done";
  }

  synchronized void failed(String reason) {
    state = "failed";
    failure = reason;
  }

  /** A client that left, or a store that refused, must not leave it running for ever. */
  synchronized void endAnyway() {
    if (isRunning()) {
      failed("the import broke off; what is counted as imported is kept");
    }
  }

  /** Returns what to answer. */
  synchronized Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", id);
    view.put("state", state);
    view.put("read_bytes", readBytes);
    view.put("total_bytes", Math.max(totalBytes, readBytes));
    view.put("imported", imported);
    view.put("broken", List.copyOf(broken));
    view.put("notes", notes.entrySet().stream().map(ImportRun::told).toList());
    if (failure != null) {
      view.put("failure", failure);
    }
    return view;
  }

  private static String told(Map.Entry<String, Integer> note) {
    return note.getValue() == 1
        ? note.getKey()
        : "%s (%d times)".formatted(note.getKey(), note.getValue());
  }
}
