package dev.chatwright.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.training.data.DropReason;
import dev.chatwright.training.data.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
  private static final DataFile DATA = new DataFile("train", Path.of("/a.txt"), 3, "0a".repeat(32));
  private static final RunDescription DESCRIPTION =
      new RunDescription(
          "pretrain",
          "model:\n  width: 8 # \"quoted\"\n",
          -7,
          30,
          List.of(DATA),
          new LeftOut(Map.of(DropReason.INCOMPLETE, 2L), List.of("a.jsonl:3: lacks a reply")),
          1234,
          "bf16",
          new Machine("a processor", 2, "vector", "25", "Linux"));

  @TempDir private Path folder = Path.of("set by JUnit");

  @Test
  void aRunThatGoesOnKeepsItsIdAndStart() throws IOException {
    RunManifest first;
    try (RunFolder run = RunFolder.open(folder)) {
      run.begin(DESCRIPTION, 0).close();
      run.end(RunState.INTERRUPTED, "told to", Map.of("trainLoss", 2.5));
      first = run.manifest().orElseThrow();
    }

    assertThat(RunFolder.manifest(folder)).isEqualTo(first);
    assertThat(first.description()).isEqualTo(DESCRIPTION);
    try (RunFolder run = RunFolder.open(folder)) {
      run.begin(DESCRIPTION, 0).close();
      RunManifest second = run.manifest().orElseThrow();
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.started()).isEqualTo(first.started());
      assertThat(second.state()).isEqualTo(RunState.RUNNING);
      assertThat(second.finished()).isNull();
    }
  }

  @Test
  void idsAreOfVersionSevenAndSortByTime() {
    RunManifest run = RunManifest.begin(DESCRIPTION);

    assertThat(run.id().version()).isEqualTo(7);
    assertThat(run.id().variant()).isEqualTo(2);
    assertThat(run.id().getMostSignificantBits() >>> 16).isEqualTo(run.started().toEpochMilli());
  }

  @Test
  void twoCannotTrainInOneFolder() throws IOException {
    try (RunFolder first = RunFolder.open(folder)) {
      assertThat(RunFolder.isInUse(first.path())).isTrue();
      assertThatThrownBy(() -> RunFolder.open(folder)).hasMessageContaining("is in use");
    }
    assertThat(RunFolder.isInUse(folder)).isFalse();
  }

  @Test
  void aRunWhoseCheckpointIsGoneIsNotBegunAnew() throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      run.begin(DESCRIPTION, 0).close();
      run.end(RunState.FINISHED, null, Map.of());
    }

    assertThatThrownBy(() -> RunFolder.openAndResume(folder, _ -> {}))
        .hasMessage(
            folder
                + " holds a run whose run.checkpoint is gone; choose another folder, or delete it");
    try (RunFolder run = RunFolder.open(folder)) {
      run.end(RunState.FAILED, "before anything was saved", Map.of());
    }
    RunFolder.openAndResume(folder, _ -> {}).close();
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Path readme = Files.writeString(folder.resolve("README.md"), "my project");

    assertThatThrownBy(() -> RunFolder.open(folder))
        .hasMessage(
            folder
                + " holds README.md but no run, which would write over it; choose another folder");
    assertThat(readme).hasContent("my project");
    assertThat(folder.toFile().list()).containsExactly("README.md");
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsDeleted() throws IOException {
    Path left = Files.writeString(folder.resolve(".writing-1.tmp"), "half");

    RunFolder.open(folder).close();

    assertThat(left).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"seed\" : -7' | '\"seed\" : 1.5' | \"seed\" must be a whole number",
        "'\"threads\" : 2' | '\"threads\" : 99999999999' | \"threads\" must be a whole number",
        "'\"figures\" : { }' | '\"figures\" : {\"a\": {}}' | \"a\" must be a number"
      })
  void aBrokenManifestIsNamedWithItsField(String written, String forged, String problem)
      throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      run.begin(DESCRIPTION, 0).close();
    }
    Path file = folder.resolve("run.json");
    assertThat(file).content().contains(written);
    Files.writeString(file, Files.readString(file).replace(written, forged));

    assertThatThrownBy(() -> RunFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run.json: this is no run: " + problem);
  }
}
