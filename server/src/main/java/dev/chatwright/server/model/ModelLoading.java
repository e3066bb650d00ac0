package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Ready;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads models, each on a thread of its own, and says what became of them.
 *
 * <p>Safe for use by several threads.
 */
final class ModelLoading {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoading.class);

  private final ModelSource source;
  private final ModelAdapters adapters;
  private final UsualModel usual;
  private final ModelSlots slots;

  ModelLoading(ModelSource source, ModelAdapters adapters, UsualModel usual, ModelLimits limits) {
    this.source = source;
    this.adapters = adapters;
    this.usual = usual;
    this.slots = new ModelSlots(limits, usual, this::begin);
  }

  /** Returns the table of the models that are loaded. */
  ModelSlots slots() {
    return slots;
  }

  private void begin(ModelSlot slot) {
    try {
      Thread.ofPlatform().daemon().name("model-loader-" + slot.id()).start(() -> fill(slot));
    } catch (Error noThread) { // as where a container allows no more
      giveUp(slot, noThread);
    }
  }

  private void giveUp(ModelSlot slot, Throwable failure) {
    try {
      if (!replaceUsual(slot, failure)) {
        sayFailed(slot.id(), failure);
      }
    } finally {
      slots.settle(slot, new Failed(String.valueOf(failure.getMessage())));
    }
  }

  private void fill(ModelSlot slot) {
    try {
      makeRoom(slot);
      TextModel model = loaded(slot);
      if (!slots.settle(slot, new Ready(model))) {
        model.close();
      }
    } catch (Throwable failure) { // this thread's root: those who wait must be told
      giveUp(slot, failure);
    }
  }

  /** No model that serves goes for one that cannot be loaded, as far as its files tell. */
  private void makeRoom(ModelSlot slot) throws IOException {
    if (slots.needsRoom(slot)) {
      source.check(slot.id());
      for (ModelSlot victim : slots.makeRoom(slot)) {
        LOG.info("model={} leaves the memory to {}", victim.id(), slot.id());
      }
    }
    slots.awaitPlace(slot);
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
   * A broken file or a refusal says all in its message; where in the program that was tells of a
   * fault in it.
   */
  private static void sayFailed(String id, Throwable failure) {
    switch (failure) {
      case IOException broken ->
          LOG.error("model={} cannot be loaded: {}", id, broken.getMessage());
      case ApiException refused -> LOG.warn("model={} is not loaded: {}", id, refused.getMessage());
      default -> LOG.error("model={} cannot be loaded", id, failure);
    }
  }

  /**
   * Has another model answer by default where the one that was to cannot be had.
   *
   * @return whether there is another
   */
  private boolean replaceUsual(ModelSlot failed, Throwable failure) {
    Optional<String> standIn = source.standIn();
    if (standIn.isEmpty() || !usual.isChosen(failed.id()) || slots.isClosed()) {
      return false;
    }
    usual.standIn(standIn.get());
    LOG.warn("model={} cannot be loaded: {}", failed.id(), failure.getMessage());
    LOG.warn(
        "model={} answers by default until then; it is very small: for trying things out, not for"
            + " facts",
        standIn.get());
    slots.begin(standIn.get(), 0);
    return true;
  }
}
