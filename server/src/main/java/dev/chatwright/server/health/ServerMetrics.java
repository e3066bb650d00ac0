package dev.chatwright.server.health;

import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.Usage;
import dev.chatwright.inference.spill.SpillStatus;
import dev.chatwright.server.model.ModelRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * What is counted and measured. Never a prompt, a reply, a key or an address.
 *
 * <p>Safe for use by several threads.
 */
public final class ServerMetrics {
  private final MeterRegistry registry;
  private final Counter promptTokens;
  private final Counter cachedTokens;
  private final Counter replyTokens;
  private final Timer firstToken;
  private final DistributionSummary decodeSpeed;
  private final DistributionSummary prefillSpeed;

  /** Creates the meters. */
  public ServerMetrics(MeterRegistry registry, ModelRegistry models) {
    this.registry = registry;
    this.promptTokens = tokens("prompt");
    this.cachedTokens = tokens("cached");
    this.replyTokens = tokens("reply");
    this.firstToken =
        Timer.builder("chatwright.first.token")
            .description("from the request to the first token of its first reply, waiting included")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(5))
            .maximumExpectedValue(Duration.ofMinutes(1))
            .register(registry);
    this.decodeSpeed = speed("decode");
    this.prefillSpeed = speed("prefill");
    gauge(
        "chatwright.requests.waiting",
        "requests that wait for a place",
        models,
        EngineStatus::waiting);
    gauge("chatwright.requests.active", "replies that are computed", models, EngineStatus::active);
    gauge(
        "chatwright.cache.blocks",
        "blocks of keys and values in use, idle ones too",
        models,
        status -> status.cache().inUse());
    gauge(
        "chatwright.cache.idle",
        "blocks kept for later, of no reply under way",
        models,
        status -> status.cache().cached());
    gauge(
        "chatwright.cache.shared",
        "blocks that several replies read",
        models,
        status -> status.cache().shared());
    spilt(
        "chatwright.cache.folder.written", "blocks written to disk", models, SpillStatus::written);
    spilt("chatwright.cache.folder.read", "blocks read from disk", models, SpillStatus::read);
    spilt(
        "chatwright.cache.folder.refused",
        "blocks on disk that were damaged, and so deleted",
        models,
        SpillStatus::refused);
    spilt(
        "chatwright.cache.folder.dropped",
        "blocks not written as the disk was too slow",
        models,
        SpillStatus::dropped);
    Gauge.builder("chatwright.cache.folder.bytes", models, ServerMetrics::bytesOnDisk)
        .description("how long the blocks on disk are together")
        .register(registry);
  }

  private Counter tokens(String kind) {
    return Counter.builder("chatwright.tokens")
        .description("tokens of prompts, of these those found in the cache, and of replies")
        .tag("kind", kind)
        .register(registry);
  }

  private DistributionSummary speed(String phase) {
    return DistributionSummary.builder("chatwright.speed")
        .description("tokens per second of single replies")
        .tag("phase", phase)
        .register(registry);
  }

  private void gauge(
      String name, String description, ModelRegistry models, ToDoubleFunction<EngineStatus> value) {
    Gauge.builder(
            name,
            models,
            registered ->
                registered.loaded().stream()
                    .mapToDouble(model -> value.applyAsDouble(model.status()))
                    .sum())
        .description(description)
        .register(registry);
  }

  private void spilt(
      String name, String description, ModelRegistry models, ToDoubleFunction<SpillStatus> value) {
    gauge(
        name, description, models, status -> status.spill().map(value::applyAsDouble).orElse(0.0));
  }

  /** All models share the folder, so the bytes must not be added up. */
  private static double bytesOnDisk(ModelRegistry models) {
    return models.loaded().stream()
        .flatMap(model -> model.status().spill().stream())
        .mapToDouble(SpillStatus::bytes)
        .max()
        .orElse(0);
  }

  /** Counts an answered request. */
  public void answered(String route, int status, Duration took) {
    Timer.builder("chatwright.requests")
        .description("requests by route and status, and how long they took")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(took);
  }

  /** Notes how long a request waited for its first token. */
  public void firstToken(Duration waited) {
    firstToken.record(waited);
  }

  /** Counts a reply, also one that was broken off. */
  public void replied(Usage usage) {
    promptTokens.increment(usage.promptTokens());
    cachedTokens.increment(usage.cachedTokens());
    replyTokens.increment(usage.replyTokens());
    if (usage.decodeTokensPerSecond() > 0) {
      decodeSpeed.record(usage.decodeTokensPerSecond());
    }
    if (usage.prefillTokensPerSecond() > 0) {
      prefillSpeed.record(usage.prefillTokensPerSecond());
    }
  }
}
