package dev.chatwright.server.model;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Ready;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which models are in memory or on their way there, who uses them, and which are leaving.
 *
 * <p>Its lock is held for decisions only, never while a model is read, written or closed. Safe for
 * use by several threads.
 */
final class ModelSlots {
  private final ModelLimits limits;
  private final ModelRoom room;
  private final UsualModel usual;
  private final Consumer<ModelSlot> loading;
  private final LeavingModels leaving = new LeavingModels();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ModelSlot> slots = new HashMap<>(); // guarded by lock
  private final Set<String> removing = new HashSet<>(); // their files; guarded by lock
  private long uses; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * Creates the table, in which the model that answers by default has its place already.
   *
   * @param loading begins to fill a slot, and returns at once
   */
  ModelSlots(ModelLimits limits, UsualModel usual, Consumer<ModelSlot> loading) {
    this.limits = limits;
    this.room = new ModelRoom(limits);
    this.usual = usual;
    this.loading = loading;
    slots.put(usual.id(), new ModelSlot(usual.id(), 0));
  }

  Optional<ModelSlot> find(String id) {
    lock.lock();
    try {
      return Optional.ofNullable(slots.get(id));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the models in memory. */
  List<TextModel> ready() {
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
   * Leases a model that is here or on its way; empty if it would have to be loaded.
   *
   * @throws ApiException if it is being removed, or the server stops
   */
  Optional<ModelSlot> lease(String id) {
    lock.lock();
    try {
      requireOpen(id);
      Optional<ModelSlot> here =
          Optional.ofNullable(slots.get(id)).filter(slot -> !mayBeLoadedAgain(slot));
      here.ifPresent(ModelSlot::lease);
      return here;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Leases a model, and begins to load it unless somebody has done so.
   *
   * @param bytes what it will take
   * @throws ApiException if there is no room for it, it is being removed, or the server stops
   */
  ModelSlot lease(String id, long bytes) {
    lock.lock();
    try {
      Optional<ModelSlot> here = lease(id);
      if (here.isPresent()) {
        return here.get();
      }
      ModelSlot slot = new ModelSlot(id, bytes);
      victims(slot); // who cannot have it is told at once
      begin(slot);
      slot.lease();
      return slot;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen(String id) {
    if (closed) {
      throw ModelRefusals.stopping();
    }
    if (removing.contains(id)) {
      throw ModelRefusals.beingRemoved(id);
    }
  }

  /** What is broken is read again, but not all the time; nobody is using it. */
  private boolean mayBeLoadedAgain(ModelSlot slot) {
    boolean another = !slot.takesMemory() && !usual.is(slot.id());
    boolean pauseIsOver = slot.age().compareTo(limits.reloadPause()) >= 0;
    return slot.hasFailed() && (another || (pauseIsOver && !slot.isLeased()));
  }

  /** Has a slot filled, in the place of what could not be used; the caller holds the lock. */
  private void begin(ModelSlot slot) {
    Optional.ofNullable(slots.put(slot.id(), slot)).ifPresent(leaving::begin);
    loading.accept(slot);
  }

  /** Begins to load the model that answers by default, which has its place already. */
  void beginUsual() {
    find(usual.id()).ifPresent(loading);
  }

  /** Begins to load a model that nobody has asked for yet, unless it is here. */
  void begin(String id, long bytes) {
    lock.lock();
    try {
      if (!closed && !slots.containsKey(id)) {
        begin(new ModelSlot(id, bytes));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives a lease back. */
  void release(ModelSlot slot) {
    lock.lock();
    try {
      slot.release(++uses);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether others have to go for a model.
   *
   * @throws ApiException if there is no room for it
   */
  boolean needsRoom(ModelSlot slot) {
    lock.lock();
    try {
      return !victims(slot).isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to close what has to go for a model, and returns it.
   *
   * @throws ApiException if there is no room for it
   */
  List<ModelSlot> makeRoom(ModelSlot slot) {
    lock.lock();
    try {
      if (closed) {
        throw ModelRefusals.stopping();
      }
      List<ModelSlot> victims = victims(slot);
      for (ModelSlot victim : victims) {
        slots.remove(victim.id());
        leaving.begin(victim);
      }
      return victims;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what has to go for a model; nothing for the one that answers by default. */
  private List<ModelSlot> victims(ModelSlot slot) {
    if (slot.id().equals(usual.id())) {
      return List.of();
    }
    List<ModelSlot> others =
        slots.values().stream().filter(other -> !other.id().equals(slot.id())).toList();
    return room.victims(others, slot.bytes(), usual.id())
        .orElseThrow(() -> ModelRefusals.noRoom(slot.id(), limits));
  }

  /**
   * Waits until a model for which there is room may take it: those that leave have it until they
   * are gone.
   *
   * @throws ApiException if the server stops
   */
  void awaitPlace(ModelSlot slot) {
    CompletableFuture<?> next = leaving.next();
    while (!takePlace(slot)) {
      next.join();
      next = leaving.next();
    }
  }

  private boolean takePlace(ModelSlot slot) {
    lock.lock();
    try {
      if (closed) {
        throw ModelRefusals.stopping();
      }
      List<ModelSlot> others =
          slots.values().stream().filter(ModelSlot::hasPlace).filter(it -> it != slot).toList();
      long taken = others.stream().mapToLong(ModelSlot::bytes).sum() + leaving.bytes();
      int models = others.size() + leaving.count();
      if (leaving.count() > 0 && !room.fits(models, taken, slot.bytes())) {
        return false;
      }
      slot.takePlace();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes what has become of a slot.
   *
   * @return whether the model may stay; false if the server is stopping, so that it must be closed
   */
  boolean settle(ModelSlot slot, ModelState end) {
    lock.lock();
    try {
      boolean late = closed && end instanceof Ready;
      if (end instanceof Ready && !late && usual.isChosen(slot.id())) {
        usual.chosenIsBack();
      }
      slot.settle(late ? new Failed("the server is stopping") : end);
      return !late;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out a model that could not be used, and returns whether there was one. */
  boolean takeOutFailed(String id) {
    lock.lock();
    try {
      Optional<ModelSlot> failed =
          Optional.ofNullable(slots.get(id)).filter(slot -> slot.hasFailed() && !closed);
      failed.ifPresent(this::takeOut);
      return failed.isPresent();
    } finally {
      lock.unlock();
    }
  }

  private void takeOut(ModelSlot slot) {
    slots.remove(slot.id());
    leaving.begin(slot);
  }

  /**
   * Takes out a model whose files are to be deleted, and waits until it is gone. Nobody can have it
   * until {@link #endRemoval}.
   *
   * @throws ApiException if it answers by default, somebody uses it, it is being removed already,
   *     or the server stops
   */
  void beginRemoval(String id) {
    lock.lock();
    try {
      if (closed) {
        throw ModelRefusals.stopping();
      }
      if (id.equals(usual.id())) {
        throw ModelRefusals.isDefault(id);
      }
      @Nullable ModelSlot slot = slots.get(id);
      if (removing.contains(id) || (slot != null && !slot.isIdle() && !slot.hasFailed())) {
        throw ModelRefusals.inUse(id);
      }
      removing.add(id);
      if (slot != null) {
        takeOut(slot);
      }
    } finally {
      lock.unlock();
    }
    leaving.await(id);
  }

  void endRemoval(String id) {
    lock.lock();
    try {
      removing.remove(id);
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Closes all models side by side and waits until they are gone. */
  void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        slots.values().forEach(leaving::begin);
      }
    } finally {
      lock.unlock();
    }
    leaving.awaitAll();
  }
}
