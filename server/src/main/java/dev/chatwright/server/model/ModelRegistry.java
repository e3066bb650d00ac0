package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.UnknownAdapterException;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Loading;
import dev.chatwright.server.model.ModelState.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
  private final ModelSlot first;
  private final ModelAdapters adapters;
  private final Instant created = Instant.now();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ModelSlot> slots = new HashMap<>(); // guarded by lock
  private volatile String usual; // written under the lock
  private long uses; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * Creates the registry. {@link #start} begins to load the model that answers by default; who asks
   * before waits.
   */
  public ModelRegistry(ModelSource source, ModelLimits limits) {
    this.source = source;
    this.limits = limits;
    this.usual = source.modelId();
    this.adapters = new ModelAdapters(source.adapters(), source.refusedAdapters());
    this.first = new ModelSlot(usual, 0);
    slots.put(usual, first);
  }

  /** Begins to load the model that answers by default, on a thread of its own. */
  public void start() {
    lock.lock();
    try {
      load(first);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a slot in its place, from which the one before goes, and fills it on a thread of its own;
   * the caller holds the lock.
   */
  private ModelSlot load(ModelSlot slot) {
    Optional<ModelSlot> before = Optional.ofNullable(slots.put(slot.id(), slot));
    Thread.ofPlatform().daemon().name("model-loader-" + slot.id()).start(() -> fill(slot, before));
    return slot;
  }

  private void fill(ModelSlot slot, Optional<ModelSlot> before) {
    try {
      before.ifPresent(ModelSlot::close);
      makeRoom(slot);
      settle(slot, new Ready(loaded(slot)));
    } catch (Throwable failure) { // this thread's root: those who wait must be told
      if (!replaceUsual(slot, failure)) {
        sayFailed(slot.id(), failure);
      }
      settle(slot, new Failed(String.valueOf(failure.getMessage())));
    }
  }

  /**
   * A broken file says all in its message; where in the program that was tells of a fault in it.
   */
  private static void sayFailed(String id, Throwable failure) {
    if (failure instanceof IOException broken) {
      LOG.error("model={} cannot be loaded: {}", id, broken.getMessage());
    } else {
      LOG.error("model={} cannot be loaded", id, failure);
    }
  }

  /** No model that serves goes for one that cannot be loaded, as far as its files tell. */
  private void makeRoom(ModelSlot slot) throws IOException {
    if (!victims(slot).isEmpty()) {
      source.check(slot.id());
      for (ModelSlot victim : takeOut(slot)) {
        LOG.info("model={} leaves the memory to {}", victim.id(), slot.id());
        victim.close();
      }
    }
  }

  private List<ModelSlot> takeOut(ModelSlot slot) {
    lock.lock();
    try {
      List<ModelSlot> victims = victims(slot);
      victims.forEach(victim -> slots.remove(victim.id()));
      return victims;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what has to go for a model; nothing for the one that answers by default.
   *
   * @throws ApiException if there is no room for it
   */
  private List<ModelSlot> victims(ModelSlot slot) {
    lock.lock();
    try {
      if (slot.id().equals(modelId())) {
        return List.of();
      }
      List<ModelSlot> others =
          slots.values().stream().filter(other -> !other.id().equals(slot.id())).toList();
      return new ModelRoom(limits, modelId())
          .victims(others, slot.bytes())
          .orElseThrow(() -> ModelRefusals.noRoom(slot.id(), limits));
    } finally {
      lock.unlock();
    }
  }

  private TextModel loaded(ModelSlot slot) throws IOException {
    TextModel model = source.load(slot.id(), slot::noteProgress);
    try {
      say(slot.id(), model.status());
      attachAll(model);
      return model;
    } catch (RuntimeException | Error failure) { // as where memory is short
      model.close();
      throw failure;
    }
  }

  /** Attaches what clients may ask for; what cannot be is gone, and the model serves without. */
  private void attachAll(TextModel model) {
    for (NamedAdapter adapter : adapters.of(model.id())) {
      try {
        AttachedAdapter attached = model.attach(adapter.name(), adapter.card().path());
        // Its files may have been replaced since they were read last.
        adapters.put(new NamedAdapter(model.id(), adapter.name(), attached.card()));
      } catch (IOException | RuntimeException failure) {
        refuse(adapter, failure);
      }
    }
  }

  private void refuse(NamedAdapter adapter, Exception failure) {
    String reason = ModelRefusals.withoutFolders(String.valueOf(failure.getMessage()));
    adapters.refuse(new RefusedAdapter(adapter.model(), adapter.name(), reason));
    LOG.error("model={} cannot be attached: {}", adapter.id(), failure.getMessage());
  }

  private static void say(String id, EngineStatus status) {
    LOG.info(
        "model={} kernels=\"{}\" threads={} cache={}",
        id,
        status.kernels(),
        status.threads(),
        status.cacheType().label());
    status.refused().forEach(reason -> LOG.info("model={} faster kernels refused: {}", id, reason));
  }

  /**
   * Has another model answer by default where the one that was to cannot be had.
   *
   * @return whether there is another
   */
  private boolean replaceUsual(ModelSlot failed, Throwable failure) {
    Optional<String> standIn = source.standIn();
    lock.lock();
    try {
      if (closed || standIn.isEmpty() || !failed.id().equals(source.modelId())) {
        return false;
      }
      usual = standIn.get();
      LOG.warn("model={} cannot be loaded: {}", failed.id(), failure.getMessage());
      LOG.warn(
          "model={} answers by default until then; it is very small: for trying things out, not for"
              + " facts",
          usual);
      if (!slots.containsKey(usual)) {
        load(new ModelSlot(usual, 0));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void settle(ModelSlot slot, ModelState end) {
    lock.lock();
    try {
      if (closed && end instanceof Ready(TextModel model)) {
        model.close();
        slot.settle(new Failed("the server is stopping"));
      } else {
        answerByDefault(slot, end);
        slot.settle(end);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The one that was to answer does, once it can, in place of what stood in for it. */
  private void answerByDefault(ModelSlot slot, ModelState end) {
    if (end instanceof Ready && slot.id().equals(source.modelId())) {
      usual = slot.id();
    }
  }

  /** Returns the adapters that clients may ask for. */
  ModelAdapters adapters() {
    return adapters;
  }

  /**
   * Attaches an adapter to a model, which is loaded for it if need be, in place of one of the same
   * name, now and at every start. Replies under way go on with what they have.
   *
   * @param file its name in the folder of adapters
   * @throws ApiException if there is no such model, or the adapter is one of another
   * @throws InterruptedException if the thread is interrupted while it waits for the model
   */
  NamedAdapter attach(String id, String name, String file) throws InterruptedException {
    if (adapters.find(id).isPresent()) {
      throw unknown(id);
    }
    try (ModelLease lease = require(id)) {
      AttachedAdapter attached = lease.model().attach(name, source.adapterPath(file));
      NamedAdapter adapter = new NamedAdapter(id, name, attached.card());
      remember(adapter, lease.model());
      adapters.put(adapter);
      return adapter;
    } catch (IOException refused) {
      throw ModelRefusals.adapterRefused("file", refused);
    } catch (IllegalArgumentException refused) {
      throw ApiException.of(409, "name", "adapter_refused", String.valueOf(refused.getMessage()));
    }
  }

  /** What would be gone after the next start is not attached at all. */
  private void remember(NamedAdapter adapter, TextModel model) throws IOException {
    try {
      source.remember(adapter);
    } catch (IOException failure) {
      Optional<NamedAdapter> before = adapters.find(adapter.id());
      if (before.isPresent()) {
        model.attach(adapter.name(), before.get().card().path());
      } else {
        model.detach(adapter.name());
      }
      throw notStored(adapter.id(), "not attached", failure);
    }
  }

  private static ApiException notStored(String id, String state, IOException failure) {
    LOG.error("model={} is {}, as that cannot be stored: {}", id, state, failure.toString());
    return ApiException.failed(
        500,
        "not_remembered",
        "%s is %s, as that could not be stored in the folder of adapters".formatted(id, state));
  }

  /**
   * Lets nobody ask for an adapter any more, now or after another start. Replies under way go on
   * with it.
   *
   * @throws ApiException if there is none of that name, or that cannot be stored; then nothing has
   *     changed
   */
  void detach(String model, String name) {
    String id = model + ":" + name;
    boolean attached = adapters.find(id).isPresent();
    if (!attached && adapters.refused().stream().noneMatch(one -> one.id().equals(id))) {
      throw noAdapter(id);
    }
    try {
      source.forget(model, name);
    } catch (IOException failure) {
      throw notStored(id, "still attached", failure);
    }
    adapters.remove(id);
    ModelSlot slot = slot(model);
    if (attached && slot != null && slot.state() instanceof Ready(TextModel loaded)) {
      try {
        loaded.detach(name);
      } catch (UnknownAdapterException another) { // somebody has detached it at the same time
        throw noAdapter(id);
      }
    }
  }

  private ApiException noAdapter(String id) {
    String model = id.substring(0, id.lastIndexOf(':'));
    return ModelRefusals.noAdapter(id, adapters.of(model).stream().map(NamedAdapter::id).toList());
  }

  /** Returns the name of the model that answers by default. */
  public String modelId() {
    return usual;
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
    return Optional.ofNullable(slot(id)).map(ModelSlot::state);
  }

  private @Nullable ModelSlot slot(String id) {
    lock.lock();
    try {
      return slots.get(id);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the models in memory. They may be closed at any time, so only ask how they are. */
  public List<TextModel> loaded() {
    lock.lock();
    try {
      return slots.values().stream()
          .map(ModelSlot::state)
          .filter(Ready.class::isInstance)
          .map(state -> ((Ready) state).model())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the model that answers by default is ready or has failed.
   *
   * @return whether either came in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitSettled(Duration atMost) throws InterruptedException {
    ModelSlot slot = slot(modelId());
    return slot != null && slot.awaitSettled(atMost);
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
      return new ModelLease(model, () -> release(slot));
    } catch (ApiException | InterruptedException without) {
      release(slot);
      throw without;
    }
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

  private ModelSlot take(String id) {
    lock.lock();
    try {
      if (closed) {
        throw ModelRefusals.stopping();
      }
      ModelSlot slot = slots.get(id);
      if (slot == null || mayBeLoadedAgain(slot)) {
        slot = begin(id);
      }
      slot.lease();
      return slot;
    } finally {
      lock.unlock();
    }
  }

  /** What is broken is read again, but not all the time; nobody is using it. */
  private boolean mayBeLoadedAgain(ModelSlot slot) {
    boolean byDefault = slot.id().equals(modelId()) || slot.id().equals(source.modelId());
    boolean another = !slot.takesMemory() && !byDefault;
    boolean pauseIsOver = slot.age().compareTo(limits.reloadPause()) >= 0;
    return slot.hasFailed() && (another || (pauseIsOver && !slot.isLeased()));
  }

  private ModelSlot begin(String id) {
    long bytes = id.equals(source.modelId()) ? 0 : findChatModel(id).memoryBytes();
    ModelSlot slot = new ModelSlot(id, bytes);
    victims(slot); // who cannot have it is told at once
    return load(slot);
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

  private void release(ModelSlot slot) {
    lock.lock();
    try {
      slot.release(++uses);
    } finally {
      lock.unlock();
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
    lock.lock();
    try {
      ModelSlot slot = slots.get(id);
      if (slot == null || !slot.hasFailed() || closed) {
        return;
      }
      if (id.equals(source.modelId())) {
        usual = id; // again, if another took its place
        load(new ModelSlot(id, 0));
      } else {
        slots.remove(id);
        slot.close();
      }
    } finally {
      lock.unlock();
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
    if (id.equals(modelId())) {
      throw ModelRefusals.isDefault(id);
    }
    lock.lock(); // held to the end, so that nobody loads what is being deleted
    try {
      ModelSlot slot = slots.get(id);
      if (slot != null && !slot.isIdle() && !slot.hasFailed()) {
        throw ModelRefusals.inUse(id);
      }
      if (slot != null) {
        slots.remove(id);
        slot.close();
      }
      source.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /** Frees the models, now or as soon as they have been loaded. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      slots.values().forEach(ModelSlot::close);
    } finally {
      lock.unlock();
    }
  }
}
