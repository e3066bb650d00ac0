package dev.chatwright.training;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCheckpointTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} threads after the first half had 2")
  @ValueSource(ints = {1, 2, 3})
  void aRunThatWasContinuedIsTheRunThatNeverStopped(int threads) throws IOException {
    float[] expected;
    try (SmallRun whole = new SmallRun(ModelShape.Kind.GPT2, 2)) {
      whole.steps(20);
      expected = whole.parameters.values().toArray();
    }
    Path file = folder.resolve("run.checkpoint");
    try (SmallRun firstHalf = new SmallRun(ModelShape.Kind.GPT2, 2)) {
      firstHalf.steps(9);
      firstHalf.checkpoint.write(file);
    }

    try (SmallRun secondHalf = new SmallRun(ModelShape.Kind.GPT2, threads)) {
      secondHalf.checkpoint.read(file);
      secondHalf.steps(11);

      assertThat(secondHalf.trainer.nextStep()).isEqualTo(20);
      assertThat(secondHalf.parameters.values().toArray()).isEqualTo(expected);
    }
  }

  @Test
  void theCheckpointOfAnotherModelIsRefused() throws IOException {
    Path file = folder.resolve("run.checkpoint");
    try (SmallRun gpt2 = new SmallRun(ModelShape.Kind.GPT2, 1);
        SmallRun llama = new SmallRun(ModelShape.Kind.LLAMA, 1)) {
      gpt2.checkpoint.write(file);

      assertThatThrownBy(() -> llama.checkpoint.read(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("is of another recipe or data");
    }
  }

  @Test
  void aPositionBeforeTheBeginningIsRefused() throws IOException {
    Path file = folder.resolve("run.checkpoint");
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1)) {
      run.steps(2);
      run.checkpoint.write(file);
      String bytes = withoutChecksum(Files.readString(file, ISO_8859_1));
      int value = bytes.indexOf("run.position") + "run.position".length() + 12;
      Files.writeString(
          file, bytes.substring(0, value) + "-" + bytes.substring(value + 1), ISO_8859_1);

      assertThatThrownBy(() -> run.checkpoint.read(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("run.position must be a number of 0 or more, found \"-");
    }
  }

  /** Damaged weights are numbers like others, most often, and no reader would notice. */
  @ParameterizedTest
  @ValueSource(strings = {"values", "optimizer.", "run.step", "run.identity"})
  void aFlippedBitIsNoticed(String where) throws IOException {
    Path file = folder.resolve("run.checkpoint");
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1)) {
      run.steps(2);
      run.checkpoint.write(file);
      byte[] bytes = Files.readAllBytes(file);
      bytes[place(file, where)] ^= 1;
      Files.write(file, bytes);

      assertThatThrownBy(() -> run.checkpoint.read(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(file + " is damaged: its checksum should be ")
          .hasMessageEndingWith("; put a whole copy of it back, or begin again in another folder");
    }
  }

  /** Returns where the last byte of a text, or one within a tensor's data, stands in a file. */
  private static int place(Path file, String name) throws IOException {
    String bytes = Files.readString(file, ISO_8859_1);
    if (name.startsWith("run.")) {
      int length = bytes.indexOf(name) + name.length() + 4;
      return length + 8 + bytes.charAt(length) - 1;
    }
    return name.equals("values") ? bytes.length() - 4000 : bytes.length() / 2;
  }

  @Test
  void anEarlierCheckpointWithoutChecksumIsTakenUp() throws IOException {
    Path file = folder.resolve("run.checkpoint");
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1);
        SmallRun next = new SmallRun(ModelShape.Kind.GPT2, 1)) {
      run.steps(2);
      run.checkpoint.write(file);
      forge(file, RunCheckpointTest::withoutChecksum);

      next.checkpoint.read(file);

      assertThat(next.trainer.nextStep()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity"})
  void aWeightThatIsNoNumberIsDamage(float forged) throws IOException {
    Path file = folder.resolve("run.checkpoint");
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1)) {
      run.parameters.values().data().setAtIndex(JAVA_FLOAT, 77, forged);
      run.checkpoint.write(file);

      assertThatThrownBy(() -> run.checkpoint.read(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(
              "%s is damaged: \"values\" holds %s; put ".formatted(file, forged));
    }
  }

  private static String withoutChecksum(String bytes) {
    assertThat(bytes).contains("run.crc32c");
    return bytes.replace("run.crc32c", "run.unread");
  }

  private static void forge(Path file, UnaryOperator<String> change) throws IOException {
    Files.writeString(file, change.apply(Files.readString(file, ISO_8859_1)), ISO_8859_1);
  }

  @Test
  void aModelIsNotTakenForACheckpoint() throws IOException {
    Path file = folder.resolve("model.gguf");
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1)) {
      GgufWriter writer = new GgufWriter();
      TrainedModel.describe(run.spec, run.parameters, "small", writer, Arena.ofAuto());
      writer.write(file);

      assertThatThrownBy(() -> run.checkpoint.read(file))
          .hasMessageContaining("is a model and not the checkpoint of a run");
    }
  }
}
