package dev.chatwright.inference;

import dev.chatwright.inference.RequestQueue.Waiting;
import dev.chatwright.inference.spill.ModelBlocks;
import dev.chatwright.tensor.Kernels;
import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that computes a model, and the queue before it.
 *
 * <p>Safe for use by several threads.
 */
final class Engine implements AutoCloseable {
  /** The most tasks that may wait. */
  private static final int MAX_TASKS = 64;

  /** Far enough away, and near enough for the difference of two times not to overflow. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** How long the blocks in memory may take to be written at the end. */
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

  private final String name;
  private final Network network;
  private final Kernels kernels;
  private final TokenTexts texts;
  private final Set<Integer> endTokens;
  private final Breakdown breakdown;
  private final Scheduler scheduler;
  private final LogitsBuffer buffer;
  private final Optional<DraftModel> draft;
  private final Optional<DiskReading> disk;
  private final LongSupplier clock;
  private final SecureRandom seeds = new SecureRandom();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final RequestQueue waiting = new RequestQueue(); // guarded by lock
  private final Deque<FutureTask<?>> tasks = new ArrayDeque<>(); // guarded by lock
  private boolean closed; // guarded by lock
  private boolean warmUpWanted; // guarded by lock
  private volatile int active;
  private volatile CacheStatus cacheStatus;
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param endTokens those that end a reply
   * @param parallel the most replies computed together
   * @param speculation whether tokens are guessed
   * @param draft what guesses beside the prompts themselves
   * @param disk where blocks go for which there is no memory, if anywhere
   * @param clock tells nanoseconds from whatever beginning
   * @param maxCacheBytes what the keys and values of all sequences may take, if one context fits
   */
  Engine(
      String name,
      Network network,
      Kernels kernels,
      TokenTexts texts,
      Set<Integer> endTokens,
      int parallel,
      long maxCacheBytes,
      Speculation speculation,
      Optional<DraftModel> draft,
      Optional<ModelBlocks> disk,
      LongSupplier clock) {
    this.name = name;
    this.network = network;
    this.kernels = kernels;
    this.texts = texts;
    this.endTokens = Set.copyOf(endTokens);
    this.draft = draft;
    this.clock = clock;
    long maxPositions = maxCacheBytes / network.bytesPerPosition();
    this.breakdown = new Breakdown(name);
    this.scheduler = new Scheduler(network, parallel, maxPositions, speculation, disk, breakdown);
    this.disk = disk.map(it -> new DiskReading(it, scheduler.pace()::promptNanos));
    this.cacheStatus = scheduler.cacheStatus();
    // Collected with the engine, so that nothing can outlive or leak it.
    this.buffer = new LogitsBuffer(network.vocabularySize(), Arena.ofAuto());
    this.thread = Thread.ofPlatform().daemon().name("engine-" + name).unstarted(this::run);
  }

  /** Starts to compute. */
  void start() {
    thread.start();
  }

  /** Begins to compute made-up text, until somebody asks or the code is compiled. */
  void warmUp() {
    lock.lock();
    try {
      warmUpWanted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns why nobody gets a reply any more, if that is so. */
  Optional<String> failure() {
    return breakdown.reason();
  }

  int active() {
    return active;
  }

  CacheStatus cacheStatus() {
    return cacheStatus;
  }

  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Queues a request to the model as it was loaded. */
  GenerationStream submit(GenerationRequest request) {
    return submit(request, Optional.empty());
  }

  /**
   * Queues a request.
   *
   * @param adapter what it names, which it keeps to its end
   */
  GenerationStream submit(GenerationRequest request, Optional<AttachedAdapter> adapter) {
    if (request.promptLength() > network.contextLength()) {
      throw new PromptTooLongException(request.promptLength(), network.contextLength());
    }
    Waiting one =
        new Waiting(
            request,
            adapter,
            new EventQueue(this::signal),
            deadline(request),
            new TokenList(request.prompt()));
    bringBack(one);
    lock.lock();
    try {
      requirePlace(one);
      waiting.add(one);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return one.events();
  }

  /** Has in memory what is on disk of a prompt, if there is a place for the request at all. */
  private void bringBack(Waiting one) {
    GenerationRequest request = one.request();
    if (disk.isEmpty() || request.logProbabilities().prompt()) {
      return;
    }
    lock.lock();
    try {
      requirePlace(one);
    } finally {
      lock.unlock();
    }
    disk.get()
        .bringBack(
            one.scope(),
            request.prompt(),
            (names, contents) ->
                call(() -> scheduler.takeIn(one.scope(), one.tokens(), names, contents)));
  }

  /** Refuses a request for which there is no place; the caller holds the lock. */
  private void requirePlace(Waiting one) {
    requireOpen();
    waiting
        .limitReachedBy(one.requester())
        .ifPresent(
            limit -> {
              throw new EngineBusyException(limit, scheduler.pace().nextPlace());
            });
  }

  private long deadline(GenerationRequest request) {
    Duration limit = request.terms().timeLimit().orElse(FOR_EVER);
    Duration shorter = limit.compareTo(FOR_EVER) < 0 ? limit : FOR_EVER;
    return clock.getAsLong() + shorter.toNanos();
  }

  /**
   * Runs a task on the engine's thread, between two steps, and returns what it returns.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  <T> T call(Callable<T> task) throws InterruptedException {
    FutureTask<T> future = new FutureTask<>(task);
    lock.lock();
    try {
      requireOpen();
      if (tasks.size() >= MAX_TASKS) {
        throw new EngineBusyException(MAX_TASKS, scheduler.pace().nextPlace());
      }
      tasks.add(future);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      return future.get();
    } catch (CancellationException _) {
      throw new EngineClosedException(name);
    } catch (ExecutionException thrown) {
      throw new IllegalStateException("the engine's task failed", thrown.getCause());
    } catch (InterruptedException interrupted) {
      future.cancel(false);
      throw interrupted;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new EngineClosedException(name);
    }
  }

  private void signal() {
    lock.lock();
    try {
      // A request that has not had its turn leaves the queue at once and frees its place.
      waiting.removeIf(
          one -> one.events().isCancelled(),
          one -> end(one, FinishReason.CANCELLED, Optional.empty()));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void end(Waiting one, FinishReason reason, Optional<String> error) {
    Usage nothing = new Usage(one.request().promptLength(), 0, 0, Duration.ZERO, Duration.ZERO);
    one.events().put(new Finished(reason, Optional.empty(), nothing, error));
  }

  private void run() {
    try {
      boolean open = true;
      while (open) {
        open = compute();
        active = scheduler.count();
        cacheStatus = scheduler.cacheStatus();
      }
    } finally {
      end(); // whatever ended the loop: nobody may wait for a thread that is no more
    }
  }

  /** Computes a step if there is something to compute; false when the end has come. */
  private boolean compute() {
    try {
      if (!takeWork()) {
        return false;
      }
      scheduler.step(clock.getAsLong(), somebodyWaits());
    } catch (Throwable failure) { // this thread's root; a broken disk throws errors, too
      breakdown.note(failure);
      scheduler.abandon(FinishReason.ERROR, Optional.of(String.valueOf(failure.getMessage())));
    }
    return true;
  }

  private void end() {
    refuseAll();
    long end = System.nanoTime() + PATIENCE_AT_END.toNanos();
    scheduler.close(() -> System.nanoTime() - end < 0);
    active = 0;
    cacheStatus = scheduler.cacheStatus();
  }

  private boolean somebodyWaits() {
    lock.lock();
    try {
      return waiting
          .next(scheduler::running)
          .filter(one -> one.request().terms().priority() == Priority.INTERACTIVE)
          .isPresent();
    } finally {
      lock.unlock();
    }
  }

  private void warmUpWhileNobodyAsks() {
    if (!mayWarmUp()) {
      return;
    }
    WarmUp warmUp = new WarmUp(network, kernels, buffer);
    try {
      while (mayWarmUp() && !warmUp.isOver()) {
        warmUp.step();
      }
    } finally {
      warmUp.close();
      endWarmUp();
    }
  }

  private boolean mayWarmUp() {
    lock.lock();
    try {
      return warmUpWanted && isIdle();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is nothing to do; the caller holds the lock. */
  private boolean isIdle() {
    return !closed && waiting.isEmpty() && tasks.isEmpty() && scheduler.isIdle();
  }

  private void endWarmUp() {
    lock.lock();
    try {
      warmUpWanted = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to do, lets in what there is room for; false when the end has come. */
  private boolean takeWork() {
    while (true) {
      @Nullable FutureTask<?> task;
      warmUpWhileNobodyAsks();
      lock.lock();
      try {
        while (isIdle() && !warmUpWanted) {
          changed.awaitUninterruptibly();
        }
        if (isIdle()) {
          continue; // there is time to warm up
        }
        if (closed) {
          return false;
        }
        task = tasks.poll();
      } finally {
        lock.unlock();
      }
      if (task != null) {
        task.run();
      }
      // Requests must not starve behind a long row of tasks.
      if (task == null || !scheduler.isIdle() || waiting() > 0) {
        admit();
        return true;
      }
    }
  }

  private void admit() {
    Optional<Waiting> next = admitted();
    while (next.isPresent()) {
      begun(next.get()).ifPresent(scheduler::begin);
      next = admitted();
    }
    active = scheduler.count();
  }

  /** Takes out of the queue who may begin next, and who is too late for that. */
  private Optional<Waiting> admitted() {
    long now = clock.getAsLong();
    lock.lock();
    try {
      waiting.removeIf(
          one -> now - one.deadline() >= 0,
          one -> end(one, FinishReason.DEADLINE, Optional.of(Scheduler.late(one.request()))));
      Optional<Waiting> next = waiting.next(scheduler::running).filter(scheduler::admits);
      next.ifPresent(waiting::remove);
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Makes a reply of a request, or ends it: it alone is to blame if there is no memory for it. */
  private Optional<Reply> begun(Waiting one) {
    try {
      return Optional.of(reply(one));
    } catch (RuntimeException | Error failure) {
      end(one, FinishReason.ERROR, Optional.of(String.valueOf(failure.getMessage())));
      breakdown.say("cannot begin a reply", failure);
      return Optional.empty();
    }
  }

  private Reply reply(Waiting one) {
    GenerationRequest request = one.request();
    long seed = request.sampling().seed().orElseGet(seeds::nextLong);
    Sampler sampler =
        new Sampler(
            request.sampling(),
            request.prompt(),
            texts::bytes,
            new SeededRandom(seed),
            kernels,
            buffer);
    return new Reply(
        request,
        one.tokens(),
        one.adapter(),
        one.events(),
        sampler,
        new LogProbabilities(kernels, buffer, texts),
        texts,
        endTokens,
        network.contextLength(),
        draft,
        one.deadline());
  }

  /** Cancels everything and waits for the thread to end. */
  @Override
  public void close() {
    refuseAll();
    ThreadEnd.await(thread); // only then may the memory be freed
  }

  /** Takes no request any more, and ends those that wait. */
  private void refuseAll() {
    lock.lock();
    try {
      closed = true;
      waiting.removeIf(_ -> true, one -> end(one, FinishReason.CANCELLED, Optional.empty()));
      tasks.forEach(task -> task.cancel(false));
      tasks.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
