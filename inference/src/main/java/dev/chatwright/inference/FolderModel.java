package dev.chatwright.inference;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.checkpoint.RegularFile;
import dev.chatwright.inference.ModelFiles.Words;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.HuggingFaceWeights;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerException;
import dev.chatwright.tokenizer.TokenizerJson;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Language models in Hugging Face folders. */
final class FolderModel {
  private static final long MAX_SMALL_FILE_BYTES = 4 << 20;

  private FolderModel() {}

  /**
   * Maps a folder's weights and reads what its other files say.
   *
   * @param memory takes over the mapping
   * @throws IOException if a file is broken or of a kind that this version cannot run
   */
  static ModelFiles open(Path path, OpenResources memory) throws IOException {
    HuggingFaceFolder folder = memory.add(HuggingFaceFolder.open(path));
    ArchSpec spec = spec(folder);
    if (!spec.attention().causal()) {
      throw new CheckpointException(
          "%s: a %s encoder gives embeddings and no replies".formatted(path, spec.architecture()));
    }
    ReadAside<Words> words = memory.add(ReadAside.begin("tokenizer", () -> words(folder)));
    return new ModelFiles(
        spec,
        weights(folder, spec),
        folder.tensors().values(),
        words,
        template(folder),
        sampling(folder));
  }

  private static Words words(HuggingFaceFolder folder) throws IOException {
    Tokenizer tokenizer = tokenizer(folder);
    return new Words(tokenizer, endTokens(folder, tokenizer));
  }

  private static SamplingOptions sampling(HuggingFaceFolder folder) throws IOException {
    Path generation = folder.path().resolve("generation_config.json");
    return Files.exists(generation)
        ? RecommendedSampling.ofGenerationConfig(new JsonProperties(generation, parse(generation)))
        : SamplingOptions.DEFAULT;
  }

  static ArchSpec spec(HuggingFaceFolder folder) {
    Path config = folder.path().resolve("config.json");
    return Architectures.fromHuggingFace(new JsonProperties(config, folder.config()));
  }

  static HuggingFaceWeights weights(HuggingFaceFolder folder, ArchSpec spec) {
    // What has to be copied is collected with the model that uses it.
    return HuggingFaceWeights.of(spec, folder.tensors(), Arena.ofAuto());
  }

  static Tokenizer tokenizer(HuggingFaceFolder folder) throws IOException {
    Path config = folder.path().resolve("tokenizer_config.json");
    try {
      return TokenizerJson.load(
          folder.tokenizerJson(), Files.exists(config) ? Optional.of(config) : Optional.empty());
    } catch (TokenizerException refused) {
      throw new CheckpointException(String.valueOf(refused.getMessage()), refused);
    }
  }

  /** Returns the template from the file of its own, or else from the tokenizer's settings. */
  private static Optional<String> template(HuggingFaceFolder folder) throws IOException {
    Path file = folder.path().resolve("chat_template.jinja");
    if (Files.exists(file)) {
      return Optional.of(readSmall(file));
    }
    JsonNode template =
        folder
            .tokenizerConfig()
            .map(config -> config.path("chat_template"))
            .orElse(JsonMapper.shared().missingNode());
    if (template.isString()) {
      return Optional.of(template.stringValue());
    }
    for (JsonNode named : template) { // several, of which one is for plain chat
      if (named.path("name").asString("").equals("default") && named.path("template").isString()) {
        return Optional.of(named.path("template").stringValue());
      }
    }
    return Optional.empty();
  }

  private static Set<Integer> endTokens(HuggingFaceFolder folder, Tokenizer tokenizer)
      throws IOException {
    Set<Integer> tokens = new HashSet<>(tokenizer.specialTokens().endOfGeneration());
    add(folder.config().path("eos_token_id"), tokens);
    Path generation = folder.path().resolve("generation_config.json");
    if (Files.exists(generation)) {
      add(parse(generation).path("eos_token_id"), tokens);
    }
    tokens.removeIf(token -> token < 0 || token >= tokenizer.vocabulary().size());
    return tokens;
  }

  private static void add(JsonNode ids, Set<Integer> tokens) {
    if (ids.isIntegralNumber() && ids.canConvertToInt()) {
      tokens.add(ids.intValue());
    }
    for (JsonNode id : ids) { // none, unless it is a list
      if (id.isIntegralNumber() && id.canConvertToInt()) {
        tokens.add(id.intValue());
      }
    }
  }

  static JsonNode parse(Path file) throws IOException {
    try {
      return JsonMapper.shared().readTree(readSmall(file));
    } catch (JacksonException broken) {
      throw new CheckpointException(file + ": this is no JSON", broken);
    }
  }

  private static String readSmall(Path file) throws IOException {
    RegularFile.require(file);
    if (Files.size(file) > MAX_SMALL_FILE_BYTES) {
      throw new CheckpointException(
          "%s: %d bytes, allowed are %d".formatted(file, Files.size(file), MAX_SMALL_FILE_BYTES));
    }
    return Files.readString(file);
  }
}
