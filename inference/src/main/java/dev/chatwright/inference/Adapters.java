package dev.chatwright.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The adapters that requests to one model may name. A request takes the one that is there when it
 * comes, and keeps it to its end.
 *
 * <p>Safe for use by several threads.
 */
final class Adapters implements AutoCloseable {
  /** The most adapters beside one model. */
  static final int MAX_ATTACHED = 64;

  private final String model;
  private final AdapterReader reader;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Map<String, AttachedAdapter> attached = Map.of(); // replaced, never changed
  private boolean closed; // guarded by changing

  Adapters(String model, AdapterReader reader) {
    this.model = model;
    this.reader = reader;
  }

  /** Returns those attached, by name. */
  List<AttachedAdapter> list() {
    return List.copyOf(new TreeMap<>(attached).values());
  }

  /**
   * Returns the adapter that a request asks for.
   *
   * @throws UnknownAdapterException if there is none of that name
   */
  AttachedAdapter require(String name) {
    AttachedAdapter found = attached.get(name);
    if (found == null) {
      throw unknown(name);
    }
    return found;
  }

  private UnknownAdapterException unknown(String name) {
    return new UnknownAdapterException(
        model, name, list().stream().map(AttachedAdapter::name).toList());
  }

  /**
   * Reads an adapter and attaches it, in place of one of the same name.
   *
   * @throws IOException if it is absent, broken, or one of another model; then nothing has changed
   * @throws IllegalArgumentException if the name is none, or there are too many
   * @throws EngineClosedException if the model has been closed
   */
  AttachedAdapter attach(String name, Path path) throws IOException {
    requireName(name);
    changing.lock(); // also while it is read: the model must not be closed meanwhile
    try {
      if (closed) {
        throw new EngineClosedException(model);
      }
      if (attached.size() == MAX_ATTACHED && !attached.containsKey(name)) {
        throw new IllegalArgumentException(
            "%d adapters are attached to %s already, which is the limit"
                .formatted(MAX_ATTACHED, model));
      }
      AttachedAdapter adapter = reader.read(name, path);
      Map<String, AttachedAdapter> changed = new TreeMap<>(attached);
      changed.put(name, adapter);
      attached = Map.copyOf(changed);
      return adapter;
    } finally {
      changing.unlock();
    }
  }

  /**
   * Lets no request take an adapter any more.
   *
   * @throws UnknownAdapterException if there is none of that name
   */
  void detach(String name) {
    changing.lock();
    try {
      Map<String, AttachedAdapter> changed = new TreeMap<>(attached);
      if (Optional.ofNullable(changed.remove(name)).isEmpty()) {
        throw unknown(name);
      }
      attached = Map.copyOf(changed);
    } finally {
      changing.unlock();
    }
  }

  static void requireName(String name) {
    if (!AttachedAdapter.isName(name)) {
      throw new IllegalArgumentException(
          "an adapter's name has 1 to %d letters, digits, dots, dashes and underscores, and begins"
                  .formatted(AttachedAdapter.MAX_NAME_LENGTH)
              + " with a letter or digit; got \"%s\"".formatted(name));
    }
  }

  /** Waits for an adapter that is being read, and lets no other begin. */
  @Override
  public void close() {
    changing.lock();
    try {
      closed = true;
      attached = Map.of();
    } finally {
      changing.unlock();
    }
  }
}
