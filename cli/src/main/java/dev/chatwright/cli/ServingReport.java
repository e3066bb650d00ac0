package dev.chatwright.cli;

import dev.chatwright.cli.load.peer.Processor;
import dev.chatwright.cli.load.peer.Spread;
import dev.chatwright.cli.load.serving.ProcessMemory;
import dev.chatwright.cli.load.serving.ServingFigures;
import dev.chatwright.cli.load.serving.ServingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What is told of servers that were measured.
 *
 * <p>Immutable.
 *
 * @param model the file they served
 * @param measured what each gave, round by round; the first is ours
 */
record ServingReport(
    Path model,
    EngineOption engine,
    ServingOptions options,
    Map<String, List<ServingFigures>> measured) {
  private static final double MEGA = 1 << 20;

  /** One figure of a server. */
  private record Figure(String field, String text, ToDoubleFunction<ServingFigures> value) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("tokensPerSecond", "tokens/s, all chats", ServingFigures::tokensPerSecond),
          new Figure(
              "firstTokenMillis", "first token, median, ms", ServingFigures::firstTokenMillis),
          new Figure(
              "firstTokenMillisP95", "first token, p95, ms", ServingFigures::lateFirstTokenMillis),
          new Figure(
              "chatTokensPerSecond", "tokens/s, one chat", ServingFigures::chatTokensPerSecond),
          new Figure(
              "peakResidentMegabytes",
              "memory, VmHWM, MB",
              it -> mega(ProcessMemory::peakResident, it)),
          new Figure(
              "proportionalMegabytes",
              "memory, Pss, MB",
              it -> mega(ProcessMemory::proportional, it)));

  private static final List<Figure> SHARED =
      List.of(
          new Figure(
              "coldFirstTokenMillis", "shared prompt, first chat, ms", ServingFigures::coldMillis),
          new Figure(
              "warmFirstTokenMillis",
              "shared prompt, later chats, ms",
              ServingFigures::warmMillis));

  private static double mega(ToDoubleFunction<ProcessMemory> bytes, ServingFigures figures) {
    return bytes.applyAsDouble(figures.memory()) / MEGA;
  }

  private List<Figure> figures() {
    List<Figure> all = new ArrayList<>(FIGURES);
    if (options.sharedTokens() > 0) {
      all.addAll(SHARED);
    }
    return all;
  }

  /** Tells a round in one line. */
  static String line(ServingFigures figures) {
    return String.format(
        Locale.ROOT,
        "%.0f tokens/s, first token %.0f ms (p95 %.0f), %.0f MB",
        figures.tokensPerSecond(),
        figures.firstTokenMillis(),
        figures.lateFirstTokenMillis(),
        mega(ProcessMemory::peakResident, figures));
  }

  /** Tells everything for people: medians, then ratios with least and most. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %s, %d threads: %d chats, prompts of %d + %d tokens, replies of %d, %d rounds after %d"
                + " to warm up",
            Processor.name(),
            model.getFileName(),
            engine.options().threads(),
            options.chats(),
            options.sharedTokens(),
            options.promptTokens(),
            options.replyTokens(),
            options.rounds(),
            options.warmUps()));
    figures().forEach(figure -> lines.add(line(figure)));
    return lines;
  }

  private String line(Figure figure) {
    StringBuilder line = new StringBuilder("%-32s".formatted(figure.text()));
    measured.forEach(
        (name, rounds) ->
            line.append(
                String.format(Locale.ROOT, "  %s %9.1f", name, spread(figure, rounds).median())));
    if (measured.size() > 1) {
      Spread ratio = ratio(figure);
      line.append(
          String.format(
              Locale.ROOT,
              "  ratio %.2f (%.2f to %.2f)",
              ratio.median(),
              ratio.least(),
              ratio.most()));
    }
    return line.toString();
  }

  private static Spread spread(Figure figure, List<ServingFigures> rounds) {
    return Spread.of(rounds.stream().map(it -> figure.value().applyAsDouble(it)).toList());
  }

  /** Returns ours by the peer's, each round by itself. */
  private Spread ratio(Figure figure) {
    List<List<ServingFigures>> both = List.copyOf(measured.values());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < options.rounds(); i++) {
      ratios.add(
          figure.value().applyAsDouble(both.getFirst().get(i))
              / figure.value().applyAsDouble(both.getLast().get(i)));
    }
    return Spread.of(ratios);
  }

  /** Tells everything for programs. */
  Map<String, Object> json() {
    Map<String, Object> json =
        JsonOutput.object(
            "processor", Processor.name(),
            "model", String.valueOf(model.getFileName()),
            "threads", engine.options().threads(),
            "chats", options.chats(),
            "promptTokens", options.promptTokens(),
            "replyTokens", options.replyTokens(),
            "sharedPromptTokens", options.sharedTokens(),
            "warmUps", options.warmUps(),
            "rounds", options.rounds(),
            "seed", options.seed());
    measured.forEach((name, rounds) -> json.put(name, fields(f -> spread(f, rounds))));
    if (measured.size() > 1) {
      json.put("ratios", fields(this::ratio));
    }
    return json;
  }

  private Map<String, Object> fields(Function<Figure, Spread> value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    figures().forEach(figure -> fields.put(figure.field(), value.apply(figure)));
    return fields;
  }
}
