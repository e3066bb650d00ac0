package dev.chatwright.training.runs;

import dev.chatwright.checkpoint.AtomicFile;
import dev.chatwright.checkpoint.BoundedJson;
import dev.chatwright.training.data.DropReason;
import dev.chatwright.training.data.LeftOut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code run.json}. */
final class RunManifestFile {
  private static final long MAX_BYTES = 4 << 20;
  private static final int VERSION = 1;
  private static final String BEFORE_THERE_WAS_A_CHOICE = "f32";

  private RunManifestFile() {}

  static void write(Path path, RunManifest manifest) throws IOException {
    AtomicFile.write(path, json(manifest).toPrettyString() + "\n");
  }

  static ObjectNode json(RunManifest manifest) {
    RunDescription description = manifest.description();
    ObjectNode node = BoundedJson.MAPPER.createObjectNode();
    node.put("version", VERSION);
    node.put("id", manifest.id().toString());
    node.put("kind", description.kind());
    node.put("state", manifest.state().name().toLowerCase(Locale.ROOT));
    node.put("reason", manifest.reason());
    node.put("started", manifest.started().toString());
    node.put("finished", manifest.finished() == null ? null : manifest.finished().toString());
    node.put("seed", description.seed());
    node.put("steps", description.steps());
    node.put("parameters", description.parameters());
    node.put("precision", description.precision());
    ArrayNode data = node.putArray("data");
    for (DataFile file : description.data()) {
      data.addObject()
          .put("role", file.role())
          .put("path", file.path().toString())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    put(description.leftOut(), node);
    Machine machine = description.machine();
    node.putObject("machine")
        .put("cpu", machine.cpu())
        .put("threads", machine.threads())
        .put("kernels", machine.kernels())
        .put("java", machine.java())
        .put("system", machine.system());
    ObjectNode figures = node.putObject("figures");
    manifest.figures().forEach(figures::put);
    node.put("recipeSha256", description.recipeSha256());
    node.put("recipe", description.recipe());
    return node;
  }

  private static void put(LeftOut leftOut, ObjectNode node) {
    ObjectNode dropped = node.putObject("dropped");
    leftOut.byName().forEach(dropped::put);
    ArrayNode problems = node.putArray("problems");
    leftOut.problems().forEach(problems::add);
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException if it is not there or broken; the message names the file and the field
   */
  static RunManifest read(Path path) throws IOException {
    JsonNode node = BoundedJson.readObject(path, MAX_BYTES);
    try {
      @Nullable String finished = textOrNull(node, "finished");
      return new RunManifest(
          UUID.fromString(text(node, "id")),
          description(node),
          Instant.parse(text(node, "started")),
          finished == null ? null : Instant.parse(finished),
          RunState.valueOf(text(node, "state").toUpperCase(Locale.ROOT)),
          textOrNull(node, "reason"),
          figures(node.path("figures")));
    } catch (IllegalArgumentException | DateTimeException broken) {
      throw new IOException(path + ": this is no run: " + broken.getMessage(), broken);
    }
  }

  private static RunDescription description(JsonNode node) {
    JsonNode machine = node.path("machine");
    return new RunDescription(
        text(node, "kind"),
        text(node, "recipe"),
        number(node, "seed"),
        number(node, "steps"),
        data(node.path("data")),
        leftOut(node),
        number(node, "parameters"),
        node.path("precision").asString(BEFORE_THERE_WAS_A_CHOICE),
        new Machine(
            text(machine, "cpu"),
            threads(machine),
            text(machine, "kernels"),
            text(machine, "java"),
            text(machine, "system")));
  }

  private static int threads(JsonNode machine) {
    JsonNode value = machine.path("threads");
    if (!value.canConvertToInt()) {
      throw new IllegalArgumentException("\"threads\" must be a whole number");
    }
    return value.asInt();
  }

  private static List<DataFile> data(JsonNode nodes) {
    List<DataFile> files = new ArrayList<>();
    for (JsonNode node : nodes) {
      files.add(
          new DataFile(
              text(node, "role"),
              Path.of(text(node, "path")),
              number(node, "bytes"),
              text(node, "sha256")));
    }
    return files;
  }

  private static LeftOut leftOut(JsonNode node) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    node.path("dropped")
        .forEachEntry(
            (name, count) ->
                dropped.put(DropReason.valueOf(name.toUpperCase(Locale.ROOT)), count.asLong()));
    List<String> problems = new ArrayList<>();
    node.path("problems").forEach(problem -> problems.add(problem.asString("")));
    return new LeftOut(dropped, problems);
  }

  private static Map<String, Double> figures(JsonNode nodes) {
    Map<String, Double> figures = new LinkedHashMap<>();
    nodes.forEachEntry((name, _) -> figures.put(name, figure(nodes, name)));
    return figures;
  }

  private static double figure(JsonNode nodes, String name) {
    JsonNode value = nodes.path(name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("\"%s\" must be a number".formatted(name));
    }
    return value.asDouble();
  }

  private static String text(JsonNode node, String name) {
    @Nullable String text = textOrNull(node, name);
    if (text == null) {
      throw new IllegalArgumentException("\"%s\" must be a text".formatted(name));
    }
    return text;
  }

  private static @Nullable String textOrNull(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? value.asString() : null;
  }

  private static long number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("\"%s\" must be a whole number".formatted(name));
    }
    return value.asLong();
  }
}
