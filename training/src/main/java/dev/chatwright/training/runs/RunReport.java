package dev.chatwright.training.runs;

import dev.chatwright.training.privacy.PrivacyClaim;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A run as a page or a picture that needs nothing but itself. */
public final class RunReport {
  private static final int MOST_TABLE_ROWS = 40;

  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:16px/1.6 system-ui,sans-serif;
      background:oklch(.985 .004 85);color:oklch(.24 .012 80)}
      h1{font-size:28px}h2{font-size:20px}
      figure{margin:0}code{overflow-wrap:anywhere}
      table{border-collapse:collapse;margin:24px 0}caption{text-align:left;font-weight:600}
      th,td{padding:4px 16px 4px 0;text-align:left;border-bottom:1px solid oklch(.89 .006 85)}
      .n{text-align:right;font-variant-numeric:tabular-nums}
      pre{overflow:auto;padding:12px;border-radius:6px;background:oklch(.97 .005 85)}
      figure{overflow-x:auto}svg{width:100%;min-width:36rem;height:auto}
      @media (prefers-color-scheme:dark){
      body{background:oklch(.18 .006 70);color:oklch(.93 .006 85)}
      th,td{border-color:oklch(.34 .008 75)}pre{background:oklch(.26 .008 70)}}
      """;

  private RunReport() {}

  /** Returns the curves of loss and held-out loss as SVG. */
  public static String svg(RunView run) {
    return SvgChart.draw("Loss of " + name(run), describe(run), run.curves());
  }

  /** Returns a page with the curves, the same in a table, the figures, the data and the recipe. */
  public static String html(RunView run) {
    RunDescription description = run.manifest().description();
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>%1$s</title>
    <style>
    %2$s</style>
    </head>
    <body>
    <main>
    <h1>%1$s</h1>
    <p>%3$s</p>
    <figure>
    %4$s</figure>
    %5$s
    %6$s
    %7$s
    <h2>Recipe</h2>
    <pre>%8$s</pre>
    </main>
    </body>
    </html>
    """
        .formatted(
            Markup.escape(name(run)),
            STYLE,
            Markup.escape(describe(run)),
            svg(run),
            figures(run),
            evaluations(run),
            data(description),
            Markup.escape(description.recipe()));
  }

  static String name(RunView run) {
    return String.valueOf(run.path().toAbsolutePath().normalize().getFileName());
  }

  /** Returns in a sentence or two what the chart shows. */
  static String describe(RunView run) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %s after %,d of %,d steps.",
            run.manifest().description().kind(),
            run.state(),
            run.stepsTaken(),
            run.manifest().description().steps()));
    if (!run.rows().isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              " The training loss went from %.4f to %.4f%s.",
              run.rows().getFirst().loss(),
              run.rows().getLast().loss(),
              run.heldOutMargins().isPresent() ? "" : " nats per token"));
    }
    run.heldOutLoss()
        .ifPresent(
            loss -> text.append(String.format(Locale.ROOT, " The held-out loss is %.4f.", loss)));
    return text.toString();
  }

  /** Returns names and values of what is worth knowing, for people. */
  static Map<String, String> facts(RunView run) {
    RunDescription description = run.manifest().description();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Run", run.manifest().id().toString());
    facts.put("Kind", description.kind());
    facts.put("State", run.state());
    if (run.manifest().reason() != null) {
      facts.put("Reason", run.manifest().reason());
    }
    facts.put("Began", run.manifest().started().truncatedTo(ChronoUnit.SECONDS).toString());
    if (description.leftOut().rows() > 0) {
      facts.put("Rows left out", description.leftOut().describe());
    }
    run.metrics().notice().ifPresent(notice -> facts.put("Damaged", notice));
    facts.put("Parameters", Markup.number(description.parameters()));
    facts.put("Seed", Long.toString(description.seed()));
    run.last()
        .ifPresent(
            last -> {
              facts.put("Steps", Markup.number(last.step()));
              facts.put("Tokens learnt from", Markup.number(last.tokens()));
              facts.put("Time", clock(last.seconds()));
              facts.put("Tokens per second", Markup.number(Math.rint(run.tokensPerSecond())));
              facts.put("Training loss", String.format(Locale.ROOT, "%.4f", last.loss()));
            });
    run.heldOutLoss()
        .ifPresent(loss -> facts.put("Held-out loss", String.format(Locale.ROOT, "%.4f", loss)));
    run.heldOutMargins()
        .ifPresent(
            found -> {
              facts.put("Held-out margin", String.format(Locale.ROOT, "%.4f", found.margin()));
              facts.put(
                  "Held-out accuracy",
                  String.format(Locale.ROOT, "%.1f %%", 100 * found.accuracy()));
            });
    run.privacy().ifPresent(claim -> facts.put("Privacy", describe(claim)));
    Machine machine = description.machine();
    facts.put(
        "Machine",
        "%s, %d threads, %s, products in %s, Java %s, %s"
            .formatted(
                machine.cpu(),
                machine.threads(),
                machine.kernels(),
                description.precision(),
                machine.java(),
                machine.system()));
    return facts;
  }

  static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String describe(PrivacyClaim claim) {
    return String.format(
        Locale.ROOT,
        "epsilon %.3f at delta %s by example, add or remove, after %,d steps (%s accountant):"
            + " each example drawn with probability %.4g, its gradient cut to %s, noise %.4g times"
            + " that",
        claim.epsilon(),
        claim.delta(),
        claim.steps(),
        claim.accounting(),
        claim.rate(),
        claim.clip(),
        claim.noise());
  }

  private static String clock(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return "%d:%02d:%02d"
        .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }

  private static String figures(RunView run) {
    StringBuilder table = new StringBuilder("<table>\n<caption>Facts</caption>\n");
    facts(run)
        .forEach(
            (name, value) ->
                table.append(
                    "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n"
                        .formatted(Markup.escape(name), Markup.escape(value))));
    return table.append("</table>").toString();
  }

  private static String evaluations(RunView run) {
    StringBuilder table =
        new StringBuilder(
            """
            <table>
            <caption>%s</caption>
            <tr><th scope="col" class="n">Step</th><th scope="col" class="n">Training</th>\
            <th scope="col" class="n">Held out</th></tr>
            """
                .formatted(capitalised(run.lossName())));
    for (MetricRow row : tableRows(run.rows())) {
      String heldOut =
          row.heldOutLoss().isPresent()
              ? String.format(Locale.ROOT, "%.4f", row.heldOutLoss().getAsDouble())
              : "";
      table.append(
          String.format(
              Locale.ROOT,
              "<tr><td class=\"n\">%d</td><td class=\"n\">%.4f</td><td class=\"n\">%s</td></tr>\n",
              row.step(),
              row.loss(),
              heldOut));
    }
    return table.append("</table>").toString();
  }

  /**
   * Returns the rows that were evaluated, or some of all where that says too little or too much.
   */
  static List<MetricRow> tableRows(List<MetricRow> rows) {
    List<MetricRow> evaluated = rows.stream().filter(row -> row.heldOutLoss().isPresent()).toList();
    List<MetricRow> all = evaluated.size() < 2 ? rows : evaluated;
    int distance = Math.max(1, Math.ceilDiv(all.size(), MOST_TABLE_ROWS));
    int last = (all.size() - 1) % distance; // so that the last row is among them
    return IntStream.range(0, all.size())
        .filter(i -> i % distance == last)
        .mapToObj(all::get)
        .toList();
  }

  private static String data(RunDescription description) {
    StringBuilder table =
        new StringBuilder(
            """
            <table>
            <caption>Data</caption>
            <tr><th scope="col">Role</th><th scope="col">File</th><th scope="col" class="n">Bytes</th>\
            <th scope="col">SHA-256</th></tr>
            """);
    for (DataFile file : description.data()) {
      table.append(
          "<tr><td>%s</td><td>%s</td><td class=\"n\">%s</td><td><code>%s</code></td></tr>\n"
              .formatted(
                  Markup.escape(file.role()),
                  Markup.escape(String.valueOf(file.path().getFileName())),
                  Markup.number(file.bytes()),
                  file.sha256()));
    }
    return table.append("</table>").toString();
  }
}
