package dev.chatwright.server.model;

import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Loading;
import dev.chatwright.server.model.ModelState.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The language models of this server: one answers by default and is loaded while the server starts,
 * the others are loaded when they are first asked for. Within the limits they stay in memory; then
 * the least recently used goes, if nobody uses it.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);

  private final ModelSource source;
  private final ModelLimits limits;
  private final UsualModel usual;
  private final ModelAdapters adapters;
  private final ModelSlots slots;
  private final Instant created = Instant.now();

  /**
   * Creates the registry. {@link #start} begins to load the model that answers by default; who asks
   * before waits.
   */
  public ModelRegistry(ModelSource source, ModelLimits limits) {
    this.source = source;
    this.limits = limits;
    this.usual = new UsualModel(source.modelId());
    this.adapters = new ModelAdapters(source.adapters(), source.refusedAdapters());
    this.slots = new ModelLoading(source, adapters, usual, limits).slots();
  }

  /** Begins to load the model that answers by default, on a thread of its own. */
  public void start() {
    slots.beginUsual();
  }

  /** Returns the adapters that clients may ask for. */
  ModelAdapters adapters() {
    return adapters;
  }

  /** Returns the name of the model that answers by default. */
  public String modelId() {
    return usual.id();
  }

  /** Returns when the registry was made. */
  public Instant created() {
    return created;
  }

  /** Returns what has become of the model that answers by default. */
  public ModelState state() {
    return state(modelId()).orElse(Loading.BEGUN);
  }

  /** Returns what has become of a model; empty if nobody has asked for it yet. */
  public Optional<ModelState> state(String id) {
    return slots.find(id).map(ModelSlot::state);
  }

  /** Returns a model if it is in memory. It may be closed at any time. */
  Optional<TextModel> inMemory(String id) {
    return state(id)
        .flatMap(
            state ->
                state instanceof Ready(TextModel model) ? Optional.of(model) : Optional.empty());
  }

  /** Returns the models in memory. They may be closed at any time, so only ask how they are. */
  public List<TextModel> loaded() {
    return slots.ready();
  }

  /**
   * Waits until the model that answers by default is ready or has failed.
   *
   * @return whether either came in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitSettled(Duration atMost) throws InterruptedException {
    Optional<ModelSlot> slot = slots.find(modelId());
    return slot.isPresent() && slot.get().awaitSettled(atMost);
  }

  /**
   * Returns the model of that name, waiting for it as long as patience allows. It stays in memory
   * until the lease is closed.
   *
   * @throws ApiException if there is no such model, or it is not ready
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public ModelLease require(String id) throws InterruptedException {
    return require(id, Deadline.NONE);
  }

  /**
   * Returns the model of that name, waiting for it as long as patience and a request's time allow.
   * It stays in memory until the lease is closed.
   *
   * @throws ApiException if there is no such model, it is not ready, or the time is over
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public ModelLease require(String id, Deadline deadline) throws InterruptedException {
    Optional<NamedAdapter> adapter = adapters.find(id);
    ModelSlot slot = take(adapter.map(NamedAdapter::model).orElse(id));
    try {
      TextModel base = ready(slot, deadline);
      TextModel model = adapter.isPresent() ? new AdaptedTextModel(base, adapter.get()) : base;
      return new ModelLease(model, () -> slots.release(slot));
    } catch (ApiException | InterruptedException without) {
      slots.release(slot);
      throw without;
    }
  }

  /** The store is asked between, and no lock held for it. */
  private ModelSlot take(String id) {
    return slots.lease(id).orElseGet(() -> begin(id));
  }

  private ModelSlot begin(String id) {
    long bytes = bytes(id);
    weighUsual();
    return slots.lease(id, bytes);
  }

  private TextModel ready(ModelSlot slot, Deadline deadline) throws InterruptedException {
    if (!slot.awaitSettled(deadline.within(limits.patience()))) {
      deadline.requireTime();
      throw ModelRefusals.loading();
    }
    return switch (slot.state()) {
      case Ready(TextModel model) -> model;
      case Failed(String reason) -> throw ModelRefusals.failed(slot.id(), reason);
      case Loading _ -> throw new IllegalStateException("a settled model is not loading");
    };
  }

  /**
   * What answers by default begins to be loaded without being weighed, as that takes time which a
   * start has not; who comes beside it must know.
   */
  private void weighUsual() {
    Stream.of(modelId(), source.modelId())
        .distinct()
        .flatMap(id -> slots.find(id).stream())
        .filter(slot -> slot.state() instanceof Loading)
        .forEach(slot -> slot.expect(bytesOfUsual(slot.id())));
  }

  /** Returns what a model will take of the memory. */
  private long bytes(String id) {
    return usual.is(id) ? bytesOfUsual(id) : findChatModel(id).memoryBytes();
  }

  /** Returns what it will take, at least where it has to be fetched first. */
  private long bytesOfUsual(String id) {
    try {
      Optional<ModelFacts> here = source.find(id);
      return here.map(ModelFacts::memoryBytes).orElseGet(() -> bytesToFetch(id));
    } catch (IOException | RuntimeException unreadable) { // as loading it will tell
      LOG.debug("model={}: what it will take is not known", id, unreadable);
      return 0;
    }
  }

  private long bytesToFetch(String id) {
    return source.pullable().stream()
        .filter(model -> model.id().equals(id))
        .mapToLong(PullableModel::bytes)
        .findFirst()
        .orElse(0);
  }

  private ModelFacts findChatModel(String id) {
    try {
      ModelFacts facts = source.find(id).orElseThrow(() -> unknown(id));
      if (facts.kind() == ModelKind.EMBEDDING) {
        throw ModelRefusals.onlyEmbeds(id, modelId());
      }
      return facts;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the models cannot be listed", unreadable);
    }
  }

  /** Returns the refusal of a model that is not on this machine. */
  public ApiException unknown(String id) {
    try {
      return ModelRefusals.unknown(id, ModelNames.chat(modelId(), source.models(), adapters));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the models cannot be listed", unreadable);
    }
  }

  /** Loads a model again that could not be had before, as it has been fetched meanwhile. */
  void arrived(String id) {
    if (slots.takeOutFailed(id) && usual.isChosen(id)) {
      usual.chosenIsBack(); // if another took its place
      slots.begin(id, bytesOfUsual(id));
    }
  }

  /**
   * Takes a model out of the memory and the store.
   *
   * @throws ApiException if it answers by default, or somebody uses it
   * @throws IOException if it cannot be deleted
   */
  void remove(String id) throws IOException {
    if (source.isBuiltIn(id)) {
      throw ModelRefusals.isBuiltIn(id);
    }
    slots.beginRemoval(id);
    try {
      source.remove(id);
    } finally {
      slots.endRemoval(id);
    }
  }

  /** Frees the models, now or as soon as they have been loaded. */
  @Override
  public void close() {
    slots.close();
  }
}
