package dev.chatwright.cli.load.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The comparison of training in {@code bench/compare_training.py}, which runs both sides in turn.
 *
 * <p>Immutable.
 *
 * @param python a Python that has PyTorch
 * @param script the comparison
 */
public record PyTorchTraining(PeerProgram python, Path script) {
  private static final int MOST_OF_ERROR = 1500;

  /**
   * Runs the comparison.
   *
   * @param arguments its own
   * @param listener is told each round in a line
   * @return what it reports at the end
   * @throws IOException if it fails; the message holds the end of what it said
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public JsonNode run(List<String> arguments, Consumer<String> listener)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(python.path().toString(), script.toString()));
    command.addAll(arguments);
    command.addAll(List.of("--python", python.path().toString()));
    Path errors = Files.createTempFile("training", ".log");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String last = follow(process, listener);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "the comparison ended with exit code %d; it said: %s"
                .formatted(code, end(Files.readString(errors, StandardCharsets.ISO_8859_1))));
      }
      return JsonMapper.shared().readTree(last);
    } catch (JacksonException unreadable) {
      throw new IOException("the comparison told no JSON at its end", unreadable);
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  /** Passes every line on but the last, which is returned. */
  private static String follow(Process process, Consumer<String> listener) throws IOException {
    String last = "";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!last.isEmpty()) {
          listener.accept(last);
        }
        last = line;
      }
    }
    return last;
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - MOST_OF_ERROR)).strip();
  }
}
