package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Loading;
import dev.chatwright.server.model.ModelState.Ready;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A language model that is loaded or being loaded, and who uses it.
 *
 * <p>The state may be read by several threads; leases and the place are guarded by the lock of
 * {@link ModelSlots}.
 */
final class ModelSlot {
  private final String id;
  private volatile long expectedBytes;
  private final long begunNanos = System.nanoTime();
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile ModelState state = Loading.BEGUN;
  private int leases;
  private long lastUse;
  private boolean placed;

  /**
   * Creates the place of a model that is about to be loaded.
   *
   * @param expectedBytes what it will take
   */
  ModelSlot(String id, long expectedBytes) {
    this.id = id;
    this.expectedBytes = expectedBytes;
  }

  String id() {
    return id;
  }

  /** Returns what has become of it; one that serves no longer has failed, though it is there. */
  ModelState state() {
    ModelState reached = state;
    return reached instanceof Ready(TextModel model)
        ? model.failure().<ModelState>map(ModelSlot::broken).orElse(reached)
        : reached;
  }

  private static Failed broken(String reason) {
    return new Failed(
        reason + "; it is loaded again at a later request; if that fails too, fetch its file anew");
  }

  boolean hasFailed() {
    return state() instanceof Failed;
  }

  /** Returns whether it takes memory, or soon will. */
  boolean takesMemory() {
    return !(state instanceof Failed);
  }

  /** Returns whether there is a model, if only one that serves no longer. */
  boolean hasModel() {
    return state instanceof Ready;
  }

  /** Notes what it will take, where that was not known when it began to be loaded. */
  void expect(long bytes) {
    expectedBytes = bytes;
  }

  /** Lets it take its memory, which others have left to it. */
  void takePlace() {
    placed = true;
  }

  /** Returns whether it takes memory now, and does not wait for others to leave it. */
  boolean hasPlace() {
    return placed && takesMemory();
  }

  boolean isLeased() {
    return leases > 0;
  }

  /** Returns whether there is a model that nobody uses. */
  boolean isIdle() {
    return !isLeased() && state instanceof Ready;
  }

  /** Returns how long ago it began to be loaded. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunNanos);
  }

  long bytes() {
    return switch (state) {
      case Ready(TextModel model) -> model.memoryBytes() + adapterBytes(model);
      case Loading _ -> expectedBytes;
      case Failed _ -> 0;
    };
  }

  private static long adapterBytes(TextModel model) {
    return model.adapters().stream().mapToLong(AttachedAdapter::bytes).sum();
  }

  long lastUse() {
    return lastUse;
  }

  void lease() {
    leases++;
  }

  /**
   * Gives one lease back.
   *
   * @param use a number that grows with every use of any model
   */
  void release(long use) {
    leases--;
    lastUse = use;
  }

  void noteProgress(long doneBytes, long totalBytes) {
    state =
        new Loading(
            OptionalLong.of(doneBytes),
            totalBytes > 0 ? OptionalLong.of(totalBytes) : OptionalLong.empty());
  }

  void settle(ModelState end) {
    state = end;
    settled.countDown();
  }

  boolean awaitSettled(Duration atMost) throws InterruptedException {
    return settled.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Frees the model, if there is one. */
  void close() {
    if (state instanceof Ready(TextModel model)) {
      model.close();
    }
  }
}
