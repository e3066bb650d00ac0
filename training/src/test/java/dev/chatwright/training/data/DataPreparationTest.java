package dev.chatwright.training.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.testing.SchemaCheck;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DataPreparationTest {
  private static final PreparationProgress SILENT = (_, _, _) -> {};

  @TempDir Path folder;

  @Test
  void duplicatesAndThoseAlmostSoAreLeftOutAfterTheFirst() throws Exception {
    String text = prose(new Random(1), 200);
    Path first = texts("a.jsonl", text, prose(new Random(2), 200));
    Path second =
        texts("b.jsonl", text.toUpperCase(Locale.ROOT), text + " And more.", "Other text");

    PreparationReport report =
        prepare(PreparationOptions.NOTHING.withDuplicates(true, Optional.of(0.8)), first, second);

    assertThat(report.inputs().get(0).dropped()).isEmpty();
    assertThat(report.inputs().get(1).dropped())
        .isEqualTo(Map.of(DropReason.DUPLICATE, 1L, DropReason.NEAR_DUPLICATE, 1L));
    assertThat(trained()).hasSize(3).contains(new TextExample("Other text"));
  }

  @Test
  void whatAnEvaluationAsksIsNotLearnt() throws Exception {
    String question = "A shop sells three red apples and four green pears each day except Monday";
    Path evaluation =
        Files.writeString(
            folder.resolve("asked.jsonl"),
            "{\"q\":{\"text\":\"%s\"},\"a\":\"yes\"}\n".formatted(question));
    Path data =
        texts(
            "a.jsonl",
            "Once it was said: " + question.toLowerCase(Locale.ROOT) + "! So?",
            "Once it was said: A shop sells three red apples and four green pears.");

    PreparationReport report =
        prepare(PreparationOptions.NOTHING.withEvaluationSets(List.of(evaluation)), data);

    assertThat(report.dropped()).isEqualTo(Map.of(DropReason.CONTAMINATED, 1L));
    assertThat(report.evaluationSets().getFirst().contaminated()).isEqualTo(1);
    assertThat(trained()).hasSize(1);
  }

  @Test
  void addingDataMovesNothingFromOneSideToTheOther() throws Exception {
    String[] texts = IntStream.range(0, 400).mapToObj(i -> "text " + i).toArray(String[]::new);
    PreparationOptions options = PreparationOptions.NOTHING.withHeldOutShare(0.2);

    prepare(options, texts("few.jsonl", Stream.of(texts).limit(200).toArray(String[]::new)));
    Set<Example> heldOut = new HashSet<>(examples("heldout"));
    Set<Example> train = new HashSet<>(trained());
    folder = Files.createDirectory(folder.resolve("again"));
    prepare(options, texts("more.jsonl", texts));

    assertThat(heldOut).hasSizeBetween(20, 60);
    assertThat(examples("heldout")).containsAll(heldOut).doesNotContainAnyElementsOf(train);
    assertThat(trained()).containsAll(train);
  }

  @Test
  void repliesToOnePromptStayOnOneSide() throws Exception {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add("{\"prompt\":\"p%d\",\"completion\":\"r%d\",\"label\":true}".formatted(i / 4, i));
    }
    Path data = Files.write(folder.resolve("rated.jsonl"), rows);

    prepare(PreparationOptions.NOTHING.withHeldOutShare(0.3), data);

    Set<Object> held =
        examples("heldout").stream()
            .map(e -> ((RatedExample) e).prompt())
            .collect(Collectors.toSet());
    assertThat(held).isNotEmpty();
    assertThat(trained()).noneMatch(e -> held.contains(((RatedExample) e).prompt()));
  }

  @Test
  void theSameBytesComeOutWhateverTheThreads() throws Exception {
    Random random = new Random(5);
    String[] texts =
        IntStream.range(0, 600).mapToObj(_ -> prose(random, 60)).toArray(String[]::new);
    IntStream.range(0, 100).forEach(i -> texts[i + 300] = texts[i] + " more");
    Path data = texts("a.jsonl", texts);
    PreparationOptions options = PreparationOptions.DEFAULT.withShardBytes(40_000);

    DataPreparation.run(
        List.of(DataInput.of(data)), options.withThreads(1), folder.resolve("one"), SILENT);
    DataPreparation.run(
        List.of(DataInput.of(data)), options.withThreads(4), folder.resolve("four"), SILENT);

    assertThat(content(folder.resolve("one"))).hasSizeGreaterThan(4);
    assertThat(content(folder.resolve("four"))).isEqualTo(content(folder.resolve("one")));
  }

  @Test
  void aWeightRepeatsAndDraws() throws Exception {
    String[] texts = IntStream.range(0, 1000).mapToObj(i -> "text " + i).toArray(String[]::new);
    Path data = texts("a.jsonl", texts);

    PreparationReport report =
        DataPreparation.run(
            List.of(new DataInput(data, 2.5, "CC0", ReadOptions.DEFAULT)),
            PreparationOptions.NOTHING,
            folder.resolve("out"),
            SILENT);

    assertThat(report.inputs().getFirst().train()).isBetween(2400L, 2600L);
    assertThat(trained().subList(0, 1000)).doesNotHaveDuplicates();
  }

  @Test
  void theManifestNamesEveryByteAndFollowsItsSchema() throws Exception {
    Path data = texts("a.jsonl", "one", "one", "two");
    DataPreparation.run(
        List.of(new DataInput(data, 1, "CC0-1.0", ReadOptions.DEFAULT)),
        PreparationOptions.NOTHING.withDuplicates(true, Optional.of(0.9)),
        folder.resolve("out"),
        SILENT);

    JsonNode manifest = JsonMapper.shared().readTree(folder.resolve("out/manifest.json").toFile());
    JsonNode output = manifest.get("outputs").get(0);
    assertThat(output.get("sha256").asString())
        .isEqualTo(Hashing.ofFile(folder.resolve("out/train-00000.jsonl")));
    assertThat(output.get("examples").asInt()).isEqualTo(2);
    JsonNode input = manifest.get("inputs").get(0);
    assertThat(input.get("sha256").asString()).isEqualTo(Hashing.ofFile(data));
    assertThat(input.get("licence").asString()).isEqualTo("CC0-1.0");
    assertThat(input.get("dropped").toString()).isEqualTo("{\"duplicate\":1}");
    assertThat(new SchemaCheck(schema()).violations(manifest)).isEmpty();
  }

  @Test
  void theManifestsSchemaKnowsAllFormatsAndShapes() throws Exception {
    JsonNode input = schema().at("/properties/inputs/items/properties");

    assertThat(words(input.at("/format/enum"))).isEqualTo(names(FileFormat.values()));
    assertThat(words(input.at("/shape/enum"))).isEqualTo(names(RowShape.values()));
  }

  private static List<String> words(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static List<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static JsonNode schema() throws IOException {
    try (var stream = Manifest.class.getResourceAsStream("manifest.schema.json")) {
      return JsonMapper.shared().readTree(stream);
    }
  }

  @Test
  void afterAFailureNothingLooksLikeADataSet() throws Exception {
    Path broken =
        Files.writeString(
            folder.resolve("a.jsonl"), "{\"text\":\"a\"}\n{\"text\":\"b\"}\nnonsense\n");

    assertThatThrownBy(() -> prepare(PreparationOptions.NOTHING, broken))
        .hasMessageContaining("a.jsonl:3: found no JSON");
    assertThat(listed()).containsExactly("a.jsonl");

    PreparationReport report = prepare(PreparationOptions.NOTHING.withSkipBroken(true), broken);
    assertThat(report.dropped()).isEqualTo(Map.of(DropReason.BROKEN, 1L));
    assertThat(listed()).containsExactly("a.jsonl", "out");
  }

  /** What a killed process leaves is cleared; what a living one writes is not touched. */
  @Test
  void whatLiesBesideIsClearedUnlessSomebodyWritesIt() throws Exception {
    Path data = texts("a.jsonl", "one");
    Path output = Files.createDirectories(folder.resolve(".out.preparing/output"));
    Files.writeString(output.resolve("train-00000.jsonl"), "half a ro", UTF_8);
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve(".out.preparing/lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock();
      assertThatThrownBy(() -> prepare(PreparationOptions.NOTHING, data))
          .hasMessageContaining("another process prepares this data set");
    }

    prepare(PreparationOptions.NOTHING, data);

    assertThat(trained()).containsExactly(new TextExample("one"));
    assertThat(listed()).containsExactly("a.jsonl", "out");
  }

  @Test
  void mistakesAreNamed() throws Exception {
    Path data = texts("a.jsonl", "one");
    Files.createDirectory(folder.resolve("out"));

    assertThatThrownBy(() -> prepare(PreparationOptions.NOTHING, data))
        .hasMessageContaining("out")
        .hasMessageContaining("exists already");
    Files.delete(folder.resolve("out"));
    assertThatThrownBy(() -> prepare(PreparationOptions.DEFAULT, data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found nothing to keep in 1 inputs; left out were {TOO_SHORT=1}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> prepare(PreparationOptions.NOTHING, data, data))
        .withMessageContaining("twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PreparationOptions.NOTHING.withLanguages(List.of("xx")))
        .withMessageContaining("languages must be of [ar, de,");
  }

  private PreparationReport prepare(PreparationOptions options, Path... inputs) throws Exception {
    return DataPreparation.run(
        Stream.of(inputs).map(DataInput::of).toList(), options, folder.resolve("out"), SILENT);
  }

  private Path texts(String name, String... texts) throws IOException {
    return Files.write(
        folder.resolve(name),
        Stream.of(texts).map(text -> ExampleJson.line(new TextExample(text))).toList());
  }

  /** Words that no two texts have in common in the same order. */
  private static String prose(Random random, int words) {
    return IntStream.range(0, words)
        .mapToObj(
            _ -> "word" + (char) ('a' + random.nextInt(26)) + (char) ('a' + random.nextInt(26)))
        .collect(Collectors.joining(" "));
  }

  private List<Example> trained() throws IOException {
    return examples("train");
  }

  private List<Example> examples(String split) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Path file :
        content(folder.resolve("out")).keySet().stream()
            .filter(name -> name.startsWith(split))
            .map(name -> folder.resolve("out").resolve(name))
            .toList()) {
      examples.addAll(Examples.of(file));
    }
    return examples;
  }

  private static SortedMap<String, String> content(Path data) throws IOException {
    SortedMap<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        content.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return content;
  }

  private List<String> listed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
