package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInModelTest {
  private static final long MOST_BYTES = 10_000_000;

  @TempDir private Path home;

  @Test
  void itIsPutIntoAStoreOnceAndIsAModelLikeOthers() throws IOException {
    ModelStore store = new ModelStore(home);

    StoredModel model = BuiltInModel.in(store);
    StoredModel again = BuiltInModel.in(store);

    assertThat(again).isEqualTo(model);
    assertThat(store.list()).containsExactly(model);
    assertThat(store.find("built-in")).contains(model);
    assertThat(store.verify("built-in").intact()).isTrue();
    assertThat(model.licence()).isEqualTo("Apache-2.0");
    assertThat(model.bytes()).isLessThan(MOST_BYTES);
  }

  @Test
  void anOlderOneIsReplacedAndAStrangersStays() throws IOException {
    ModelStore store = new ModelStore(home);
    BuiltInModel.in(store);
    Path manifest = home.resolve("models/built-in/model.json");
    String written = Files.readString(manifest);
    String current = ModelManifest.read(home.resolve("models/built-in")).sha256();
    String older = written.replace(current, "0".repeat(64));

    Files.writeString(manifest, older);
    assertThat(BuiltInModel.in(store).sha256()).isEqualTo(current);

    Files.writeString(manifest, older.replace("part of Chatwright", "/home/ada/mine.gguf"));
    assertThat(BuiltInModel.in(store).sha256()).isEqualTo("0".repeat(64));
  }

  @Test
  void manyWhoWantItAtOnceGetTheSame() throws Exception {
    Callable<StoredModel> wanting = () -> BuiltInModel.in(new ModelStore(home));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<StoredModel>> found =
          threads.invokeAll(List.of(wanting, wanting, wanting, wanting, wanting, wanting));
      for (Future<StoredModel> each : found) {
        assertThat(each.get()).isEqualTo(found.getFirst().get());
      }
    }
  }
}
