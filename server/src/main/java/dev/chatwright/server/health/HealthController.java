package dev.chatwright.server.health;

import dev.chatwright.inference.CacheStatus;
import dev.chatwright.inference.CacheType;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.inference.spill.SpillStatus;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Loading;
import dev.chatwright.server.model.ModelState.Ready;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says at any time whether the server can answer, and to those who may know, how it computes.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class HealthController {
  private final ModelRegistry models;
  private final String version;

  /** Creates the controller. */
  public HealthController(ModelRegistry models, ServerVersion version) {
    this.models = models;
    this.version = version.text();
  }

  /** Answers 200 as long as the server lives; whether the model does is in the body. */
  @GetMapping("/health")
  void health(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean trusted = Subject.find(request).isPresent();
    Map<String, Object> health = new LinkedHashMap<>();
    switch (models.state()) {
      case Loading loading -> describe(health, loading);
      case Ready(TextModel model) -> describe(health, model, trusted);
      case Failed(String reason) -> {
        health.put("status", "failed");
        health.put("message", trusted ? reason : "the model cannot be loaded");
      }
    }
    health.put("model", models.modelId());
    health.put("version", version);
    Json.answer(response, 200, health);
  }

  private static void describe(Map<String, Object> health, Loading loading) {
    health.put("status", loading.isFetching() ? "pulling" : "loading");
    if (loading.doneBytes().isPresent()) {
      Map<String, Object> progress = new LinkedHashMap<>();
      progress.put("doneBytes", loading.doneBytes().getAsLong());
      loading.totalBytes().ifPresent(total -> progress.put("totalBytes", total));
      health.put("progress", progress);
    }
  }

  private static void describe(Map<String, Object> health, TextModel model, boolean trusted) {
    health.put("status", "ready");
    health.put("contextLength", model.contextLength());
    if (trusted) {
      EngineStatus status = model.status();
      health.put("kernels", status.kernels());
      health.put("scalar", status.scalar());
      health.put("refusedKernels", status.refused());
      health.put("threads", status.threads());
      health.put("active", status.active());
      health.put("waiting", status.waiting());
      health.put("parallel", status.parallel());
      health.put("cache", describe(status.cacheType(), status.cache()));
      status.spill().ifPresent(spill -> health.put("cacheFolder", describe(spill)));
      ModelCard card = model.card();
      health.put("architecture", card.architecture());
      health.put("quantization", card.quantization());
      health.put("parameters", card.parameters());
      health.put("weightBytes", card.weightBytes());
    }
  }

  private static Map<String, Object> describe(CacheType type, CacheStatus cache) {
    Map<String, Object> blocks = new LinkedHashMap<>();
    blocks.put("type", type.label());
    blocks.put("blocks", cache.limit());
    blocks.put("inUse", cache.inUse());
    blocks.put("cached", cache.cached());
    blocks.put("shared", cache.shared());
    blocks.put("evicted", cache.evicted());
    blocks.put("hits", cache.hits());
    blocks.put("hitTokens", cache.hitTokens());
    return blocks;
  }

  private static Map<String, Object> describe(SpillStatus spill) {
    Map<String, Object> blocks = new LinkedHashMap<>();
    blocks.put("working", spill.working());
    blocks.put("blocks", spill.files());
    blocks.put("bytes", spill.bytes());
    blocks.put("limitBytes", spill.limitBytes());
    blocks.put("written", spill.written());
    blocks.put("read", spill.read());
    blocks.put("refused", spill.refused());
    blocks.put("dropped", spill.dropped());
    return blocks;
  }
}
