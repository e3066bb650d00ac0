package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small model that was taught one answer, and another that learns it from it. */
final class TeacherRepliesTest {
  private static byte[] taught = {};

  @TempDir private Path folder;
  private Path student = Path.of("");
  private Path teacher = Path.of("");
  private Path prompts = Path.of("");

  @BeforeAll
  static void makeTeacher(@TempDir Path shared) throws Exception {
    taught = Files.readAllBytes(SmallTeacher.make(shared));
  }

  @BeforeEach
  void makePrompts() throws IOException {
    student = SmallBase.make(folder);
    teacher = Files.write(folder.resolve("teacher.gguf"), taught);
    prompts =
        Files.writeString(folder.resolve("prompts.jsonl"), rows("{\"prompt\":\"say #\"}", 12));
  }

  private static String rows(String row, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> row.replace("#", Integer.toString(i)) + "\n")
        .collect(Collectors.joining());
  }

  private TuningRecipe recipe(String distil) throws IOException {
    return TuningRecipe.parse(
        TuningKind.DISTIL,
        """
        data: {heldOut: 0.3}
        distil: {from: replies, tokens: 24%s}
        training: {length: 64, batch: 2, steps: 40, rate: 0.02, schedule: constant}
        """
            .formatted(distil),
        folder.resolve("distil.yaml"));
  }

  private TuningFiles files() {
    return new TuningFiles(student, Optional.of(teacher), prompts);
  }

  private boolean ask(String distil, Path out, int threads, BooleanSupplier stop)
      throws IOException {
    EngineOptions engine = EngineOptions.DEFAULT.withThreads(threads);
    return TeacherReplies.complete(recipe(distil), files(), out, engine, (_, _) -> {}, stop);
  }

  private Path ask(String distil, String out) throws IOException {
    Path path = folder.resolve(out);
    assertThat(ask(distil, path, 2, () -> false)).isTrue();
    return path.resolve("replies.jsonl");
  }

  private double learn(String distil, Path out) throws IOException {
    try (Parallel parallel = new Parallel(2);
        Tuning run = Tuning.open(recipe(distil), files(), out, Kernels.fastest(), parallel)) {
      Double loss = run.run(_ -> {}, () -> false).figures().get("validationLoss");
      return loss == null ? Double.NaN : loss;
    }
  }

  private static List<String> said(String line) {
    JsonNode messages = JsonMapper.shared().readTree(line).path("messages");
    return messages
        .valueStream()
        .map(each -> each.path("role").asString() + ": " + each.path("content").asString())
        .toList();
  }

  @Test
  void theStudentLearnsWhatTheTeacherSays() throws IOException {
    Path replies = ask("", "run");
    List<String> lines = Files.readAllLines(replies);
    assertThat(lines).hasSize(12).doesNotHaveDuplicates();
    assertThat(said(lines.get(7))).containsExactly("user: say 7", "assistant: yes yes");

    double after = learn("", folder.resolve("run"));

    assertThat(after).isLessThan(0.2);
    assertThat(folder.resolve("run/model.gguf")).isRegularFile();
    assertThat(RunFolder.manifest(folder.resolve("run")).description().data())
        .extracting("role")
        .containsExactly("train", "base", "teacher", "replies");
  }

  @Test
  void theStudentMayLearnByChanges() throws IOException {
    TuningRecipe byChanges =
        TuningRecipe.parse(
            TuningKind.DISTIL,
            recipe("").source() + "lora: {rank: 4}\n",
            folder.resolve("distil.yaml"));
    Path out = folder.resolve("run");
    ask("", "run");
    try (Parallel parallel = new Parallel(2);
        Tuning run = Tuning.open(byChanges, files(), out, Kernels.fastest(), parallel)) {
      run.run(_ -> {}, () -> false);
    }
    assertThat(out.resolve("adapter.gguf")).isRegularFile();
  }

  @Test
  void theSameSeedGivesTheSameBytesWhateverTheThreads() throws IOException {
    byte[] whole = Files.readAllBytes(ask(", temperature: 1.5", "two"));
    Path one = folder.resolve("one");

    assertThat(ask(", temperature: 1.5", one, 1, () -> false)).isTrue();

    assertThat(one.resolve("replies.jsonl")).hasBinaryContent(whole);
  }

  @Test
  void aTeacherThatWasStoppedGoesOnWithTheSameBytes() throws IOException {
    byte[] whole = Files.readAllBytes(ask(", temperature: 1.5", "whole"));
    Path parts = folder.resolve("parts");
    int[] asked = new int[1];
    assertThat(ask(", temperature: 1.5", parts, 2, () -> ++asked[0] > 40)).isFalse();
    Path file = parts.resolve("replies.jsonl");
    assertThat(Files.size(file)).isBetween(1L, whole.length - 1L);
    assertThatThrownBy(() -> learn(", temperature: 1.5", parts))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of 12 prompts; go on with tune distil");

    assertThat(ask(", temperature: 1.5", parts, 2, () -> false)).isTrue();

    assertThat(file).hasBinaryContent(whole);
  }

  /** As a kill leaves the file: any number of bytes of it. */
  @Test
  void whatAKillToreIsAnsweredAgain() throws IOException {
    Path file = ask(", temperature: 1.5", "run");
    byte[] whole = Files.readAllBytes(file);
    for (int bytes : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, bytes));

      ask(", temperature: 1.5", "run");

      assertThat(file).hasBinaryContent(whole);
    }
  }

  @Test
  void anotherMannerIsAskedForAgain() throws IOException {
    List<String> cold = Files.readAllLines(ask(", temperature: 0", "run"));
    List<String> warm = Files.readAllLines(ask(", temperature: 0.1", "run"));

    assertThat(warm).hasSize(12).doesNotContainAnyElementsOf(cold);
  }

  @Test
  void promptsAddedLaterLeaveTheAnswersBeforeThem() throws IOException {
    List<String> before = Files.readAllLines(ask("", "run"));
    Files.writeString(prompts, Files.readString(prompts) + "{\"prompt\":\"say more\"}\n");

    assertThat(Files.readAllLines(ask("", "run")))
        .hasSize(13)
        .startsWith(before.toArray(String[]::new));
  }

  @Test
  void turnsOfAnAssistantAreAnsweredAnew() throws IOException {
    Files.writeString(
        prompts,
        """
        {"messages":[{"role":"user","content":"say 1"},{"role":"assistant","content":"no"},\
        {"role":"user","content":"say 2"},{"role":"assistant","content":"no"}]}
        """);

    String line = Files.readString(ask(", temperature: 0", "run"));

    assertThat(said(line))
        .startsWith("user: say 1", "assistant: yes yes")
        .noneMatch(turn -> turn.endsWith(": no"));
  }

  @Test
  void anAnswerThatWasCutIsNotLearnt() throws IOException {
    Path out = folder.resolve("run");
    TuningRecipe cut =
        TuningRecipe.parse(
            TuningKind.DISTIL,
            recipe("").source().replace("tokens: 24", "tokens: 3"),
            folder.resolve("distil.yaml"));
    TeacherReplies.complete(cut, files(), out, EngineOptions.DEFAULT, (_, _) -> {}, () -> false);

    assertThat(said(Files.readAllLines(out.resolve("replies.jsonl")).getFirst()))
        .containsExactly("user: say 0");
    assertThat(out.resolve("replies.jsonl")).content().contains("\"cut\":true");
    try (Parallel parallel = new Parallel(1)) {
      assertThatThrownBy(() -> Tuning.open(cut, files(), out, Kernels.fastest(), parallel))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the teacher ended no answer within distil.tokens, 3");
    }
  }

  @Test
  void rowsThatAskNothingAreLeftOut() throws IOException {
    Files.writeString(
        prompts,
        "{\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"}]}\n"
            + Files.readString(prompts));
    ask("", "run");

    learn("", folder.resolve("run"));

    assertThat(
            RunFolder.manifest(folder.resolve("run")).description().leftOut().byName().entrySet())
        .containsExactly(Map.entry("incomplete", 1L));
    Files.writeString(prompts, "{\"text\":\"a\"}\n");
    assertThatThrownBy(() -> ask("", "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("prompts.jsonl:1: found the fields [text], expected \"prompt\"");
    Files.writeString(prompts, "");
    assertThatThrownBy(() -> ask("", "empty")).isInstanceOf(IOException.class);
  }
}
