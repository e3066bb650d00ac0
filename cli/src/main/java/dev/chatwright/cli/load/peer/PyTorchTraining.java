package dev.chatwright.cli.load.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    List<String> all = new ArrayList<>();
    all.add(script.toString());
    all.addAll(arguments);
    all.addAll(List.of("--python", python.path().toString()));
    String last = python.run("the comparison", all, process -> follow(process, listener));
    try {
      return JsonMapper.shared().readTree(last);
    } catch (JacksonException unreadable) {
      throw new IOException("the comparison told no JSON at its end", unreadable);
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
}
