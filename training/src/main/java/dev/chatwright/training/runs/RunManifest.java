package dev.chatwright.training.runs;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code run.json} holds.
 *
 * <p>Immutable.
 *
 * @param id of the run, sortable by when it began
 * @param description what is trained from what
 * @param started when it began first
 * @param finished when it ended last, or null while it runs
 * @param state how far it is
 * @param reason why it ended, if that is worth a word
 * @param figures what came of it, by name, in the order in which they are told
 */
public record RunManifest(
    UUID id,
    RunDescription description,
    Instant started,
    @Nullable Instant finished,
    RunState state,
    @Nullable String reason,
    Map<String, Double> figures) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** Copies the figures. */
  public RunManifest {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** Returns the manifest of a run that begins now. */
  public static RunManifest begin(RunDescription description) {
    Instant now = Instant.now();
    return new RunManifest(newId(now), description, now, null, RunState.RUNNING, null, Map.of());
  }

  /** Returns what {@code run.json} would hold. */
  public ObjectNode toJson() {
    return RunManifestFile.json(this);
  }

  /** Returns what this becomes when it goes on, under a recipe that may have more steps. */
  RunManifest goOn(RunDescription next) {
    return new RunManifest(id, next, started, null, RunState.RUNNING, null, Map.of());
  }

  /** Returns what this becomes when it ends now. */
  RunManifest end(RunState ended, @Nullable String why, Map<String, Double> cameOfIt) {
    return new RunManifest(id, description, started, Instant.now(), ended, why, cameOfIt);
  }

  /**
   * Returns an id whose first 48 bits are the time.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
   */
  private static UUID newId(Instant now) {
    long high = (now.toEpochMilli() << 16) | VERSION_7 | (RANDOM.nextLong() & 0xfffL);
    return new UUID(high, VARIANT | (RANDOM.nextLong() >>> 2));
  }
}
