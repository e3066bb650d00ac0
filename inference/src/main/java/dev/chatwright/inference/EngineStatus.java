package dev.chatwright.inference;

import dev.chatwright.inference.spill.SpillStatus;
import java.util.List;
import java.util.Optional;

/**
 * How a model computes, and how busy it is.
 *
 * <p>Immutable.
 *
 * @param kernels the kernels that run, for people: {@code vector (512-bit)}
 * @param kernelName what {@link EngineOptions#kernels()} takes to get the same again
 * @param scalar whether the plain-Java kernels run, which is many times slower than the others
 * @param refused one sentence for each faster provider that cannot run here
 * @param threads how many threads compute
 * @param active how many replies are being computed
 * @param waiting how many requests wait their turn
 * @param parallel how many replies may be computed together
 * @param cacheType how keys and values are kept
 * @param cache what is kept of them
 * @param spill what is kept of them on disk, if anything may be
 */
public record EngineStatus(
    String kernels,
    String kernelName,
    boolean scalar,
    List<String> refused,
    int threads,
    int active,
    int waiting,
    int parallel,
    CacheType cacheType,
    CacheStatus cache,
    Optional<SpillStatus> spill) {

  /** Copies the list. */
  public EngineStatus {
    refused = List.copyOf(refused);
  }
}
