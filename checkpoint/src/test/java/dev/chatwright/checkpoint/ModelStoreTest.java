package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelStoreTest {
  @TempDir private Path temporary;
  private Path home;
  private ModelStore store;

  @BeforeEach
  void createStore() {
    home = temporary.resolve("home");
    store = new ModelStore(home);
  }

  @Test
  void aNewHomeHasNoModelsAndIsNotCreatedByLooking() throws IOException {
    assertThat(store.list()).isEmpty();
    assertThat(store.find("any")).isEmpty();
    assertThat(home).doesNotExist();
  }

  @Test
  void anImportedFileIsFoundAndIntact() throws IOException {
    Path file = TinyModel.gguf(temporary.resolve("My Model.gguf"));

    StoredModel model = store.importFrom(file, "mine");

    assertThat(model.sha256()).isEqualTo(Sha256.of(file));
    assertThat(model.bytes()).isEqualTo(Files.size(file));
    assertThat(model.format()).isEqualTo(ModelFormat.GGUF);
    assertThat(model.path()).isEqualTo(home.resolve("models/mine/My-Model.gguf"));
    assertThat(store.find("mine")).contains(model);
    assertThat(store.list()).containsExactly(model);
    assertThat(store.verify("mine").intact()).isTrue();
  }

  @Test
  void onlyWhatBelongsToAModelIsTakenFromAFolder() throws IOException {
    StoredModel model = store.importFrom(TinyModel.folder(temporary.resolve("m")), "mini");

    assertThat(model.format()).isEqualTo(ModelFormat.HUGGING_FACE);
    assertThat(model.path()).isEqualTo(home.resolve("models/mini"));
    try (Stream<Path> files = Files.walk(model.path()).filter(Files::isRegularFile)) {
      assertThat(files.map(file -> model.path().relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "1_Pooling/config.json",
              "config.json",
              "model.json",
              "model.safetensors",
              "tokenizer.json");
    }
    assertThat(store.verify("mini").intact()).isTrue();
  }

  @Test
  void aPathOutsideTheStoreIsFoundToo() throws IOException {
    Path file = TinyModel.gguf(temporary.resolve("Tiny.Q8_0.gguf"));

    StoredModel model = store.find(file.toString()).orElseThrow();

    assertThat(model.id()).isEqualTo("tiny.q8_0");
    assertThat(model.path()).isEqualTo(file);
    assertThat(model.sha256()).isEmpty();
    assertThat(ModelStore.hash(model)).isEqualTo(Sha256.of(file));
    assertThat(store.find("no\0path")).isEmpty();
  }

  @Test
  void aFolderOutsideTheStoreHasAHashOfAllItsFiles() throws IOException {
    Path folder = TinyModel.folder(temporary.resolve("m"));
    String before = ModelStore.hash(store.find(folder.toString()).orElseThrow());
    Files.writeString(folder.resolve("config.json"), "\n", StandardOpenOption.APPEND);
    String after = ModelStore.hash(store.find(folder.toString()).orElseThrow());

    assertThat(before).matches("[0-9a-f]{64}").isNotEqualTo(after);
  }

  @Test
  void aTakenIdIsRefusedAndTheModelStays() throws IOException {
    Path file = TinyModel.gguf(temporary.resolve("a.gguf"));
    StoredModel model = store.importFrom(file, "mine");

    assertThatThrownBy(() -> store.importFrom(file, "mine"))
        .isInstanceOf(ModelStoreException.class)
        .hasMessage("a model mine is stored already; remove it first");

    assertThat(store.list()).containsExactly(model);
    assertNothingPartial();
  }

  @Test
  void aBrokenModelIsNotStored() throws IOException {
    Path file = Files.writeString(temporary.resolve("a.gguf"), "GGUFGGUFGGUF");

    assertThatThrownBy(() -> store.importFrom(file, "mine"))
        .isInstanceOf(CheckpointException.class);

    assertThat(store.list()).isEmpty();
  }

  @Test
  void changedAndMissingFilesAreReported() throws IOException {
    StoredModel model = store.importFrom(TinyModel.folder(temporary.resolve("m")), "mini");
    flipLastByte(model.path().resolve("model.safetensors"));
    Files.delete(model.path().resolve("config.json"));
    Files.writeString(model.path().resolve("tokenizer.json"), "{} ");

    List<String> problems = store.verify("mini").problems();

    assertThat(problems).hasSize(3);
    assertThat(problems).anySatisfy(text -> assertThat(text).endsWith("config.json is missing"));
    assertThat(problems)
        .anySatisfy(text -> assertThat(text).contains("model.safetensors has changed"));
    assertThat(problems)
        .anySatisfy(text -> assertThat(text).endsWith("tokenizer.json has 3 bytes, expected 2"));
  }

  @Test
  void aRemovedModelIsGone() throws IOException {
    store.importFrom(TinyModel.gguf(temporary.resolve("a.gguf")), "mine");

    store.remove("mine");

    assertThat(store.list()).isEmpty();
    assertThat(home.resolve("models/mine")).doesNotExist();
    assertNothingPartial();
    assertThatThrownBy(() -> store.remove("mine")).hasMessageContaining("no model mine in");
    assertThatThrownBy(() -> store.verify("mine")).hasMessageContaining("no model mine in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../x", "a/b", "A", ".hidden", "a b", "a\nb", "/etc"})
  void namesThatCouldLeaveTheFolderAreRefused(String id) throws IOException {
    Path file = TinyModel.gguf(temporary.resolve("a.gguf"));

    assertThatThrownBy(() -> store.importFrom(file, id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a model id has 1 to 64 of a-z 0-9 . _ -");
    assertThatThrownBy(() -> store.remove(id)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.verify(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SmolLM2-135M.Q4_1.gguf, smollm2-135m.q4_1",
    "my model (1).gguf, my-model-1-",
    "..., model",
    "a/b/, b",
  })
  void namesAreMadeFromPaths(String path, String id) {
    assertThat(ModelStore.idOf(Path.of(path))).isEqualTo(id);
    assertThat(ModelStore.requireId(ModelStore.idOf(Path.of(path)))).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"id\":\"mine\"}",
        "{\"id\":\"mine\",\"format\":\"PICKLE\"}",
        """
        {"id":"mine","format":"GGUF","source":"s","licence":"l","added":"2026-01-01T00:00:00Z",\
        "files":[{"name":"../../x","bytes":1,"sha256":"00"}]}""",
      })
  void aBrokenManifestIsLeftOutOfTheList(String manifest) throws IOException {
    StoredModel model = store.importFrom(TinyModel.gguf(temporary.resolve("a.gguf")), "mine");
    Files.writeString(home.resolve("models/mine/model.json"), manifest);

    assertThat(store.list()).doesNotContain(model).isEmpty();
    assertThatThrownBy(() -> store.find("mine"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model.json");
  }

  @Test
  void whatAKilledImportLeftIsNoModelAndDoesNotDisturb() throws IOException {
    Path staging = Files.createDirectories(home.resolve("models/.partial/import-mine/x"));
    Files.writeString(staging.resolve("half.gguf"), "half");

    store.importFrom(TinyModel.gguf(temporary.resolve("a.gguf")), "mine");

    assertThat(store.list()).hasSize(1);
    assertThat(store.verify("mine").intact()).isTrue();
    assertNothingPartial();
  }

  @Test
  void aHomeThatIsAFileGivesAClearError() throws IOException {
    Files.writeString(home, "not a folder");
    Path file = TinyModel.gguf(temporary.resolve("a.gguf"));

    assertThatThrownBy(() -> store.importFrom(file, "mine"))
        .isInstanceOf(ModelStoreException.class)
        .hasMessageStartingWith("cannot write to " + home)
        .hasMessageEndingWith("choose another home folder");
  }

  private void assertNothingPartial() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("models/.partial"))) {
      assertThat(files).allMatch(file -> file.toString().endsWith(".lock"));
    }
  }

  private static void flipLastByte(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(file.length() - 1);
      int last = file.read();
      file.seek(file.length() - 1);
      file.write(last ^ 1);
    }
  }
}
