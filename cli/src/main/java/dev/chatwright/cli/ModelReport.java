package dev.chatwright.cli;

import dev.chatwright.checkpoint.StoredModel;
import java.util.Map;

/** What commands tell about a stored model. */
final class ModelReport {
  private ModelReport() {}

  static Map<String, Object> of(StoredModel model) {
    return JsonOutput.object(
        "id", model.id(),
        "path", model.path().toString(),
        "bytes", model.bytes(),
        "sha256", model.sha256(),
        "source", model.source(),
        "licence", model.licence(),
        "added", model.added().toString());
  }
}
