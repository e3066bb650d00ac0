package dev.chatwright.inference.spill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder in the order in which they were used last, and how long they are together.
 *
 * <p>Safe for use by several threads.
 */
final class FileIndex {
  /**
   * A file.
   *
   * @param lastUsed in milliseconds since 1970
   */
  record Entry(long bytes, long lastUsed) {}

  private final LinkedHashMap<String, Entry> files = new LinkedHashMap<>(); // the oldest first
  private long bytes;

  synchronized void put(String name, Entry entry) {
    remove(name);
    files.put(name, entry);
    bytes += entry.bytes();
  }

  /** Forgets a file and returns whether it was there. */
  synchronized boolean remove(String name) {
    @Nullable Entry gone = files.remove(name);
    bytes -= gone == null ? 0 : gone.bytes();
    return gone != null;
  }

  synchronized boolean has(String name) {
    return files.containsKey(name);
  }

  /** Notes that a file is used now, and returns when it was before; -1 if there is none. */
  synchronized long use(String name, long now) {
    @Nullable Entry entry = files.remove(name);
    if (entry == null) {
      return -1;
    }
    files.put(name, new Entry(entry.bytes(), now));
    return entry.lastUsed();
  }

  synchronized int count() {
    return files.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  /**
   * Forgets the files used last before a time, and then the oldest until the others are short
   * enough, and returns their names.
   */
  synchronized List<String> takeOld(long before, long mostBytes) {
    List<String> old = new ArrayList<>();
    long left = bytes;
    for (Map.Entry<String, Entry> file : files.entrySet()) {
      if (file.getValue().lastUsed() >= before && left <= mostBytes) {
        break;
      }
      left -= file.getValue().bytes();
      old.add(file.getKey());
    }
    old.forEach(this::remove);
    return old;
  }
}
