package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code manifest.json} of a prepared data set, described by {@code manifest.schema.json}
 * beside this class. It holds no time and no name of a machine: the same data gives the same bytes.
 */
final class Manifest {
  static final String NAME = "manifest.json";
  static final String FORMAT = "chatwright-data";
  static final int VERSION = 1;

  private Manifest() {}

  static void write(Path folder, PreparationOptions options, PreparationReport report)
      throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("version", VERSION);
    root.set("options", options(options));
    ArrayNode inputs = root.putArray("inputs");
    report.inputs().forEach(input -> inputs.add(input(input)));
    ArrayNode sets = root.putArray("evaluationSets");
    for (PreparationReport.EvaluationReport set : report.evaluationSets()) {
      sets.addObject()
          .put("path", set.path().toString())
          .put("sha256", set.sha256())
          .put("contaminated", set.contaminated());
    }
    ArrayNode outputs = root.putArray("outputs");
    report.outputs().forEach(output -> outputs.add(output(output)));
    Path file = folder.resolve(NAME);
    Files.writeString(
        file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    AtomicFolder.force(file);
  }

  private static ObjectNode options(PreparationOptions options) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("documentRules", rules(options.documentRules()));
    node.set("conversationRules", rules(options.conversationRules()));
    ArrayNode languages = node.putArray("languages");
    options.languages().forEach(languages::add);
    node.put("exactDuplicates", options.exactDuplicates());
    options.nearDuplicates().ifPresent(threshold -> node.put("nearDuplicates", threshold));
    return node.put("heldOutShare", options.heldOutShare())
        .put("skipBroken", options.skipBroken())
        .put("shardBytes", options.shardBytes())
        .put("seed", options.seed());
  }

  private static ObjectNode rules(QualityRules rules) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("minWords", rules.minWords())
        .put("maxWords", rules.maxWords())
        .put("minMeanLength", rules.minMeanLength())
        .put("maxMeanLength", rules.maxMeanLength())
        .put("minLetterShare", rules.minLetterShare())
        .put("maxSymbolShare", rules.maxSymbolShare())
        .put("maxRepeatedLines", rules.maxRepeatedLines())
        .put("repetition", rules.repetition());
  }

  private static ObjectNode input(InputReport report) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("path", report.input().path().toString())
            .put("bytes", report.bytes())
            .put("sha256", report.sha256())
            .put("licence", report.input().licence())
            .put("weight", report.input().weight())
            .put("format", report.format().name().toLowerCase(Locale.ROOT))
            .put("shape", report.shape().name().toLowerCase(Locale.ROOT))
            .put("examples", report.examples())
            .put("train", report.train())
            .put("heldOut", report.heldOut());
    node.set("dropped", dropped(report.dropped()));
    return node;
  }

  private static ObjectNode dropped(Map<DropReason, Long> counts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    counts.forEach((reason, count) -> node.put(reason.name().toLowerCase(Locale.ROOT), count));
    return node;
  }

  private static ObjectNode output(OutputFile output) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("path", output.name())
        .put("bytes", output.bytes())
        .put("sha256", output.sha256())
        .put("examples", output.examples())
        .put("split", output.heldOut() ? "heldout" : "train");
  }
}
