package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code adapter_config.json} says.
 *
 * <p>Immutable.
 *
 * @param rank r
 * @param alpha α
 * @param rankStabilised whether changes are scaled by α/√r, else by α/r
 * @param magnitudes whether rows are brought to a learnt length (DoRA)
 * @param base the model it was made for, as a name or a path
 * @see <a href="https://arxiv.org/abs/2312.03732">Kalajdzievski, "A Rank Stabilization Scaling
 *     Factor for Fine-Tuning with LoRA", 2023</a>
 */
record PeftSettings(
    int rank, double alpha, boolean rankStabilised, boolean magnitudes, String base) {

  /** Settings that change what an adapter means, and that we do not compute. */
  private static final List<String> MUST_BE_EMPTY =
      List.of(
          "modules_to_save",
          "rank_pattern",
          "alpha_pattern",
          "layer_replication",
          "trainable_token_indices",
          "target_parameters",
          "alora_invocation_tokens",
          "lora_bias",
          "use_qalora",
          "use_bdlora",
          "arrow_config");

  /** Ways to begin that leave the base model as it is; others take a part out of its weights. */
  private static final Set<String> BEGINNINGS = Set.of("gaussian", "orthogonal", "eva");

  /**
   * Reads the settings.
   *
   * @throws CheckpointException if one is missing, impossible, or asks for what is not supported
   */
  static PeftSettings read(Path file, JsonNode config) throws CheckpointException {
    require(file, config, "peft_type", "LORA", "");
    require(file, config, "bias", "none", "none");
    for (String key : MUST_BE_EMPTY) {
      JsonNode value = config.path(key);
      boolean empty = value.isMissingNode() || value.isNull() || isFalse(value);
      if (!empty && !(value.isContainer() && value.isEmpty())) {
        throw CheckpointException.in(file, key, value.toString(), "none; it is not supported");
      }
    }
    JsonNode beginning = config.path("init_lora_weights");
    if (beginning.isString() && !BEGINNINGS.contains(beginning.stringValue())) {
      throw CheckpointException.in(
          file,
          "init_lora_weights",
          beginning.stringValue(),
          "a way that leaves the base model as it is");
    }
    return new PeftSettings(
        rank(file, config),
        alpha(file, config),
        bool(file, config, "use_rslora"),
        bool(file, config, "use_dora"),
        config.path("base_model_name_or_path").asString(""));
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.booleanValue();
  }

  private static void require(
      Path file, JsonNode config, String key, String expected, String absent)
      throws CheckpointException {
    String found = config.path(key).asString(absent);
    if (!found.equals(expected)) {
      throw CheckpointException.in(file, key, '"' + found + '"', '"' + expected + '"');
    }
  }

  private static int rank(Path file, JsonNode config) throws CheckpointException {
    JsonNode rank = config.path("r");
    if (!rank.isInt() || rank.intValue() < 1 || rank.intValue() > AdapterFile.MAX_RANK) {
      throw CheckpointException.in(
          file, "r", rank.toString(), "a whole number from 1 to " + AdapterFile.MAX_RANK);
    }
    return rank.intValue();
  }

  private static double alpha(Path file, JsonNode config) throws CheckpointException {
    JsonNode alpha = config.path("lora_alpha");
    if (!alpha.isNumber() || !Float.isFinite((float) alpha.doubleValue())) {
      throw CheckpointException.in(file, "lora_alpha", alpha.toString(), "a number");
    }
    return alpha.doubleValue();
  }

  private static boolean bool(Path file, JsonNode config, String key) throws CheckpointException {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw CheckpointException.in(file, key, value.toString(), "true or false");
    }
    return value.booleanValue();
  }

  double scale(int ofRank) {
    return alpha / (rankStabilised ? Math.sqrt(ofRank) : ofRank);
  }

  /**
   * Returns the settings as PEFT reads them.
   *
   * @param targets the names of the modules that are changed
   * @param transposed whether the base model stores weights {@code [inputs, outputs]}
   */
  ObjectNode toJson(TreeSet<String> targets, boolean transposed) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("peft_type", "LORA");
    node.put("task_type", "CAUSAL_LM");
    node.put("base_model_name_or_path", base);
    node.put("inference_mode", true);
    node.put("r", rank);
    if (alpha == Math.rint(alpha)) {
      node.put("lora_alpha", (long) alpha);
    } else {
      node.put("lora_alpha", alpha);
    }
    node.put("lora_dropout", 0.0);
    node.put("use_rslora", rankStabilised);
    node.put("use_dora", magnitudes);
    node.put("bias", "none");
    node.put("fan_in_fan_out", transposed);
    node.putNull("modules_to_save");
    ArrayNode list = node.putArray("target_modules");
    targets.forEach(list::add);
    return node;
  }
}
