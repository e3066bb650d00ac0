package dev.chatwright.server.model;

import dev.chatwright.checkpoint.AtomicFile;
import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.adapter.AdapterCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of the adapters that may be attached while the server runs, and the list in it of
 * those that are, which the next start attaches again.
 *
 * <p>Safe for use by several threads.
 */
final class AdapterFolder {
  /** The list's name in the folder; no adapter is a file like that. */
  private static final String LIST = "attached.json";

  private static final Logger LOG = LoggerFactory.getLogger(AdapterFolder.class);

  /** A name within one folder: a path could make the server read what it must not. */
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  private static final int MAX_FILES = 1000;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Path folder;
  private List<Entry> attached; // guarded by this; replaced, never changed

  /**
   * What is in the list.
   *
   * <p>Immutable.
   *
   * @param model the name of the model that the adapter changes
   * @param name what it is called
   * @param file its file or folder
   */
  record Entry(String model, String name, String file) {
    private boolean isOf(String otherModel, String otherName) {
      return model.equals(otherModel) && name.equals(otherName);
    }
  }

  AdapterFolder(Path folder) {
    this.folder = folder;
    this.attached = List.copyOf(read(folder.resolve(LIST)));
  }

  /** Returns whether that may be the name of a file of the folder. */
  static boolean isFileName(String name) {
    return FILE.matcher(name).matches();
  }

  /** A list that cannot be read is put aside: it is no reason not to serve. */
  private static List<Entry> read(Path list) {
    if (!Files.exists(list)) {
      return List.of();
    }
    try {
      List<Entry> entries = new ArrayList<>();
      JsonNode adapters = MAPPER.readTree(Files.readString(list)).path("adapters");
      if (!adapters.isArray()) {
        throw new IllegalArgumentException("a list of adapters was expected");
      }
      for (JsonNode one : adapters) {
        entries.add(entry(one));
      }
      return entries;
    } catch (JacksonException broken) {
      LOG.error("no adapter is attached again: {} is no JSON", list);
      putAside(list);
      return List.of();
    } catch (IOException | IllegalArgumentException broken) {
      LOG.error("no adapter is attached again: {} is broken: {}", list, broken.getMessage());
      putAside(list);
      return List.of();
    }
  }

  private static Entry entry(JsonNode one) {
    Entry entry =
        new Entry(
            one.path("model").asString(""),
            one.path("name").asString(""),
            one.path("file").asString(""));
    if (entry.model.isEmpty() || !AttachedAdapter.isName(entry.name) || !isFileName(entry.file)) {
      throw new IllegalArgumentException(
          "an entry must name a model, an adapter and a file in the folder, got " + one);
    }
    return entry;
  }

  /** Where one has been put aside before, it stays: both may hold what somebody needs. */
  private static void putAside(Path list) {
    Path aside = list.resolveSibling(LIST + ".broken");
    for (int i = 2; Files.exists(aside); i++) {
      aside = list.resolveSibling("%s.broken-%d".formatted(LIST, i));
    }
    try {
      Files.move(list, aside);
      LOG.error("what it held is in {}", aside);
    } catch (IOException failure) {
      LOG.warn("it cannot be put aside: {}", failure.getMessage());
    }
  }

  /** Returns what was attached when the server last changed it. */
  synchronized List<Entry> attached() {
    return attached;
  }

  /**
   * Returns the path of an adapter.
   *
   * @throws NoSuchFileException if there is none of that name
   * @throws IOException if it, or a file of it, is a link that leads out of the folder
   */
  Path path(String file) throws IOException {
    Path path = folder.resolve(file);
    if (!isFileName(file) || !Files.exists(path)) {
      throw new NoSuchFileException(file);
    }
    if (!isInside(path)) {
      throw new IOException(
          file + ": it is, or holds, a link that leads out of the folder, or nowhere");
    }
    return path;
  }

  /** Adapters are files, or folders of files. */
  private boolean isInside(Path path) {
    try (Stream<Path> parts = Files.walk(path, 1, FileVisitOption.FOLLOW_LINKS)) {
      Path all = folder.toRealPath();
      for (Path part : parts.toList()) {
        if (!part.toRealPath().startsWith(all)) {
          return false;
        }
      }
      return true;
    } catch (IOException | UncheckedIOException _) { // a link that leads nowhere
      return false;
    }
  }

  /**
   * Returns the names of the adapters of the folder.
   *
   * @throws IOException if it cannot be read
   */
  List<String> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> isFileName(path.getFileName().toString()))
          .limit(MAX_FILES)
          .filter(this::isAdapter)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private boolean isAdapter(Path path) {
    try {
      return isInside(path) && AdapterCard.isAdapter(path);
    } catch (IOException _) { // another file
      return false;
    }
  }

  /**
   * Notes an adapter, in place of one of the same name.
   *
   * @throws IOException if it cannot be stored; then nothing has changed
   */
  synchronized void remember(Entry entry) throws IOException {
    List<Entry> changed = without(entry.model, entry.name);
    changed.add(entry);
    store(changed);
  }

  /**
   * Forgets an adapter and returns whether it was there.
   *
   * @throws IOException if that cannot be stored; then nothing has changed
   */
  synchronized boolean forget(String model, String name) throws IOException {
    List<Entry> changed = without(model, name);
    boolean there = changed.size() < attached.size();
    if (there) {
      store(changed);
    }
    return there;
  }

  private List<Entry> without(String model, String name) {
    List<Entry> others = new ArrayList<>(attached);
    others.removeIf(one -> one.isOf(model, name));
    return others;
  }

  private void store(List<Entry> changed) throws IOException {
    record Listing(List<Entry> adapters) {}
    byte[] json = MAPPER.writeValueAsBytes(new Listing(changed));
    AtomicFile.write(
        folder.resolve(LIST),
        channel -> {
          ByteBuffer rest = ByteBuffer.wrap(json);
          while (rest.hasRemaining()) {
            channel.write(rest);
          }
        });
    attached = List.copyOf(changed);
  }
}
