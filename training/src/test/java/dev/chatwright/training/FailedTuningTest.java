package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that cannot be prepared leaves no file open and no model mapped, wherever it failed. */
final class FailedTuningTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  @TempDir private Path folder;
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void makeModelAndConversations() throws IOException {
    assumeTrue(Files.exists(MAPPINGS), "needs /proc to see what is open");
    folder = folder.toRealPath();
    model = SmallBase.make(folder);
    data =
        Files.writeString(
            folder.resolve("chats.jsonl"),
            IntStream.range(0, 60)
                .mapToObj(i -> "{\"prompt\":\"say %d\",\"completion\":\"yes\"}\n".formatted(i))
                .collect(Collectors.joining()));
    assertThat(open()).isEmpty();
  }

  /** Returns what this process holds of the test's folder. */
  private List<String> open() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          open.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    open.addAll(Files.readAllLines(MAPPINGS));
    return open.stream().filter(line -> line.contains(folder.toString())).toList();
  }

  private TuningRecipe recipe(String more) throws IOException {
    return TuningRecipe.parse(
        TuningKind.LORA,
        """
        data: {heldOut: 0.2}
        lora: {rank: 4}
        training: {length: 64, batch: 2, steps: 2}
        %s
        """
            .formatted(more),
        folder.resolve("recipe.yaml"));
  }

  private Tuning open(TuningRecipe recipe, Parallel parallel) throws IOException {
    return Tuning.open(
        recipe, TuningFiles.of(model, data), folder.resolve("out"), Kernels.fastest(), parallel);
  }

  private void refused(String more, String problem) throws IOException {
    TuningRecipe recipe = recipe(more);
    try (Parallel parallel = new Parallel(1)) {
      assertThatThrownBy(() -> open(recipe, parallel))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(problem);
    }
    assertThat(open()).isEmpty();
    assertThat(RunFolder.isInUse(folder.resolve("out"))).isFalse();
  }

  @Test
  void beforeThereAreLessons() throws IOException {
    Files.writeString(data, "{\"text\":\"no conversation\"}\n");
    refused("", "expected a conversation");
    Files.delete(data);
    refused("", "chats.jsonl");
  }

  @Test
  void whereTheCheckpointIsBroken() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out/run.checkpoint"), "broken");
    refused("", "run.checkpoint");
  }

  @ParameterizedTest
  @CsvSource({"broken, privacy", "'', privacy"})
  void whereTheLedgerIsBroken(String content, String problem) throws IOException {
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out/privacy.jsonl"), content + "\n");
    refused("privacy: {noise: 1, delta: 1e-3, batch: 8}", problem);
  }

  @Test
  void whereTheKeyIsBroken() throws IOException {
    Files.createDirectories(folder.resolve("out/privacy.key"));
    refused("privacy: {noise: 1, delta: 1e-3, batch: 8}", "");
  }

  @Test
  void aRunThatIsClosedIsClosedWholly() throws IOException {
    try (Parallel parallel = new Parallel(1);
        Tuning run = open(recipe("privacy: {noise: 1, delta: 1e-3, batch: 8}"), parallel)) {
      assertThat(run.parameterCount()).isPositive();
      assertThat(open()).isNotEmpty();
    }
    assertThat(open()).isEmpty();
  }
}
