package dev.chatwright.cli.load.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * llama.cpp's own measurement of prompt and reply: a prompt into an empty context, and a reply from
 * one, after a warm-up, as {@code InferenceBenchmark} does.
 *
 * <p>Immutable.
 *
 * @param program its {@code llama-bench}
 * @param model the GGUF file
 */
public record LlamaBench(PeerProgram program, Path model) {
  private static final int TIMES = 3;

  /**
   * Measures once.
   *
   * @throws IOException if it fails or says nothing that can be read
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Speeds measure(int promptTokens, int replyTokens, int threads)
      throws IOException, InterruptedException {
    List<String> arguments = arguments(promptTokens, replyTokens, threads);
    String said = program.run("llama-bench", arguments, LlamaBench::all);
    try {
      JsonNode tests = JsonMapper.shared().readTree(said);
      return new Speeds(speed(tests, "n_prompt", said), speed(tests, "n_gen", said));
    } catch (JacksonException unreadable) {
      throw new IOException("llama-bench said no JSON: " + PeerProgram.end(said), unreadable);
    }
  }

  private List<String> arguments(int promptTokens, int replyTokens, int threads) {
    return List.of(
        "-m",
        model.toString(),
        "-p",
        Integer.toString(promptTokens),
        "-n",
        Integer.toString(replyTokens),
        "-t",
        Integer.toString(threads),
        "-r",
        Integer.toString(TIMES),
        "-o",
        "json");
  }

  private static String all(Process process) throws IOException {
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the median of the test that has such tokens and no others. */
  private static double speed(JsonNode tests, String tokens, String said) throws IOException {
    String others = tokens.equals("n_gen") ? "n_prompt" : "n_gen";
    OptionalDouble speed =
        StreamSupport.stream(tests.spliterator(), false)
            .filter(test -> test.path(tokens).asInt(0) > 0 && test.path(others).asInt(0) == 0)
            .map(test -> test.path("samples_ts"))
            .filter(samples -> samples.isArray() && !samples.isEmpty())
            .mapToDouble(LlamaBench::median)
            .findFirst();
    return speed.orElseThrow(
        () ->
            new IOException(
                "llama-bench told no speed by %s: %s".formatted(tokens, PeerProgram.end(said))));
  }

  private static double median(JsonNode samples) {
    List<Double> speeds =
        StreamSupport.stream(samples.spliterator(), false).map(JsonNode::asDouble).toList();
    return Spread.of(speeds).median();
  }
}
