package dev.chatwright.server;

import static java.util.Objects.requireNonNull;

import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.server.model.ModelFacts;
import dev.chatwright.server.model.ModelKind;
import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.TextEncoder;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A store of scripted models, whose loads and pulls end when and as the test says. */
final class SteeredSource implements ModelSource {
  /** How a held load or pull ends: empty well, else with that message. */
  final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  /** Falls when the first held load or pull has told how far it is. */
  final CountDownLatch told = new CountDownLatch(1);

  /** The models by id, made as soon as their loading begins. */
  final Map<String, ScriptedModel> made = new ConcurrentHashMap<>();

  final List<String> begun = new CopyOnWriteArrayList<>();

  /** The models that were still being closed when another began to be loaded. */
  final List<String> there = new CopyOnWriteArrayList<>();

  /** What answers by default where the model that should cannot be had. */
  volatile Optional<String> standIn = Optional.empty();

  /** What happens while a model's files are checked. */
  volatile Callable<Boolean> whenChecked = () -> false;

  final List<String> broken = new CopyOnWriteArrayList<>();
  final List<String> held = new CopyOnWriteArrayList<>();
  private final Map<String, ModelFacts> stored = new ConcurrentSkipListMap<>();

  SteeredSource(String... ids) {
    for (String id : ids) {
      store(id, id.startsWith("encoder") ? ModelKind.EMBEDDING : ModelKind.CHAT);
    }
  }

  /** Returns a source of the model that answers by default, whose loading is held. */
  static SteeredSource slow() {
    SteeredSource source = new SteeredSource(ScriptedModel.ID);
    source.held.add(ScriptedModel.ID);
    return source;
  }

  private void store(String id, ModelKind kind) {
    stored.put(id, ScriptedSource.facts(id, kind));
  }

  @Override
  public String modelId() {
    return ScriptedModel.ID;
  }

  @Override
  public Optional<String> standIn() {
    return standIn;
  }

  @Override
  public List<ModelFacts> models() {
    return List.copyOf(stored.values());
  }

  /** Returns a model that has been asked for. */
  ScriptedModel model(String id) {
    return requireNonNull(made.get(id));
  }

  @Override
  public List<String> adapterFiles() {
    return List.of("legal.gguf", "medical");
  }

  @Override
  public Path adapterPath(String file) throws IOException {
    if (file.equals("absent")) {
      throw new NoSuchFileException(file);
    }
    return Path.of(file);
  }

  @Override
  public List<PullableModel> pullable() {
    return List.of(
        new PullableModel("fetchable", "A model for tests.", 1000),
        new PullableModel("encoder", "An encoder for tests.", 2000));
  }

  @Override
  public void check(String id) throws IOException {
    try {
      whenChecked.call();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
    if (broken.contains(id)) {
      throw new IOException(id + ": its header is broken");
    }
  }

  @Override
  public TextModel load(String id, Progress progress) throws IOException {
    begun.add("load " + id);
    made.values().stream()
        .filter(other -> other.closing.getCount() == 0 && other.closed.getCount() > 0)
        .forEach(other -> there.add(other.id()));
    ScriptedModel model = new ScriptedModel(id);
    made.put(id, model);
    await(id, progress);
    return model;
  }

  private void await(String id, Progress progress) throws IOException {
    if (!held.contains(id)) {
      return;
    }
    progress.fetched(25, 100);
    told.countDown();
    try {
      String end = ends.take();
      if (!end.isEmpty()) {
        throw new IOException(end);
      }
    } catch (InterruptedException stopped) {
      throw new IOException("interrupted", stopped);
    }
  }

  @Override
  public TextEncoder loadEncoder(String id) {
    return new ScriptedSource.LengthEncoder();
  }

  @Override
  public void pull(String id, Progress progress) throws IOException {
    begun.add("pull " + id);
    await(id, progress);
    store(id, ModelKind.CHAT);
  }

  @Override
  public void remove(String id) {
    begun.add("remove " + id);
    stored.remove(id);
  }
}
