package dev.chatwright.server.model;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Quote;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;

/** What clients are told when a model cannot be had. */
final class ModelRefusals {
  private static final int COME_BACK_SECONDS = 5;

  /** The folders before the name of an adapter at the beginning of a message. */
  private static final Pattern FOLDERS =
      Pattern.compile("^.*[/\\\\]%s[/\\\\](?=[^:]+: )".formatted(StoredModels.ADAPTERS));

  private ModelRefusals() {}

  static ApiException unknown(String id, List<String> there) {
    String names = String.join(", ", there.stream().map(Quote::brief).toList());
    return notFound(
        "there is no model %s here; there %s %s"
            .formatted(Quote.brief(id), there.size() == 1 ? "is" : "are", names));
  }

  static ApiException notFound(String message) {
    return ApiException.of(404, "model", "model_not_found", message);
  }

  /** Says why an adapter cannot be attached, but not where on this machine it lies. */
  static ApiException adapterRefused(String field, IOException broken) {
    String message =
        broken instanceof NoSuchFileException missing
            ? "there is no adapter " + Quote.brief(String.valueOf(missing.getFile()))
            : withoutFolders(String.valueOf(broken.getMessage()));
    return ApiException.badField(field, "adapter_refused", Quote.cut(message));
  }

  /** Returns what is wrong with an adapter, without where on this machine it lies. */
  static String withoutFolders(String message) {
    return FOLDERS.matcher(message).replaceFirst("");
  }

  static ApiException noAdapter(String id, List<String> there) {
    return notFound(
        "there is no adapter %s here; there %s"
            .formatted(
                Quote.brief(id), there.isEmpty() ? "are none" : "is " + String.join(", ", there)));
  }

  static ApiException onlyEmbeds(String id, String chatModel) {
    return notFound(
        "%s writes no replies, it turns texts into vectors; replies come from %s"
            .formatted(Quote.brief(id), Quote.brief(chatModel)));
  }

  static ApiException loading() {
    return ApiException.comeBack(
        503, "model_loading", "the model is still being loaded", COME_BACK_SECONDS);
  }

  static ApiException failed(String id, String reason) {
    return ApiException.failed(
        503, "model_failed", "%s cannot be used: %s".formatted(Quote.brief(id), Quote.cut(reason)));
  }

  static ApiException noRoom(String id, ModelLimits limits) {
    return ApiException.comeBack(
        503,
        "models_busy",
        "there is no room for %s beside the models in use: at most %d models and %d MB may be loaded"
            .formatted(Quote.brief(id), limits.maxLoaded(), limits.memoryBytes() >> 20),
        COME_BACK_SECONDS);
  }

  static ApiException stopping() {
    return ApiException.comeBack(503, "stopping", "the server is stopping", COME_BACK_SECONDS);
  }

  static ApiException inUse(String id) {
    return ApiException.of(
        409, "model_in_use", Quote.brief(id) + " is in use; remove it when its replies have ended");
  }

  static ApiException beingRemoved(String id) {
    return notFound(Quote.brief(id) + " is being removed");
  }

  static ApiException isBuiltIn(String id) {
    return ApiException.of(
        409, "model_is_built_in", Quote.brief(id) + " is part of Chatwright and cannot be removed");
  }

  static ApiException isDefault(String id) {
    return ApiException.of(
        409,
        "model_is_default",
        Quote.brief(id) + " answers by default; choose another default before you remove it");
  }
}
