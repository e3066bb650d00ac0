package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.checkpoint.BoundedJson;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.model.training.LowRankOptions;
import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Recompute;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.training.data.Place;
import dev.chatwright.training.data.TokenDocument;
import dev.chatwright.training.optimizer.AdamW;
import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.Schedule;
import dev.chatwright.training.preference.DpoLoss;
import dev.chatwright.training.preference.KtoLoss;
import dev.chatwright.training.preference.OrpoLoss;
import dev.chatwright.training.preference.PreferenceLoss;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Twenty steps of low-rank changes are those of PyTorch in double precision, which {@code
 * make_tuning_golden.py} computes of each conversation by itself; here they are packed.
 */
class TuningReferenceTest {
  private static final double RELATIVE = 1e-4;
  private static final int STEPS = 20;
  private static final int ROWS = 6;

  /** Tokens of a sequence and sequences of a batch, so that every batch holds all six rows. */
  private static final int LENGTH = 48;

  private static final int SEQUENCES = 3;

  @TempDir private Path folder;
  private final Arena arena = Arena.ofShared();
  private final Parallel parallel = new Parallel(2);
  private final Kernels kernels = Kernels.fastest();
  private final ArchSpec spec = TinyLlama.spec().withContextLength(LENGTH);
  private final LowRankChanges changes = changes(false);

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  private LowRankChanges changes(boolean magnitudes) {
    Set<String> targets = Set.copyOf(LowRankOptions.ALL_TARGETS);
    LowRankChanges made =
        new LowRankChanges(
            spec,
            TinyLlama.parameters(arena),
            new LowRankOptions(4, 2, targets, magnitudes),
            Kernels.fastest(),
            arena);
    int index = 0;
    for (Parameter parameter : made.parameters().all()) {
      if (LowRankChanges.isDown(parameter)) {
        fill(parameter.value(), index++);
      }
    }
    return made;
  }

  private static void fill(Tensor value, int index) {
    for (int i = 0; i < value.rows(); i++) {
      for (int j = 0; j < value.columns(); j++) {
        value.set(i, j, (float) (0.2 * Math.sin(0.7 * index + 1.3 * i + 0.37 * j + 0.01 * i * j)));
      }
    }
  }

  @Test
  void adaptersLearnAsInPyTorch() throws IOException {
    TokenBatch batch = new TokenBatch(TinyLlama.SEQUENCES, TinyLlama.LENGTH);
    try (TrainableTransformer network = network(batch)) {
      compare(expected("tuning.json", "lora"), network, new NextTokens(TinyLlama.batches()));
    }
  }

  /** {@code make_dora_golden.py} has PEFT compute them. */
  @Test
  void magnitudesLearnAsInPeft() throws IOException {
    JsonNode expected = expected("dora.json", "dora");
    LowRankChanges withMagnitudes = changes(true);
    TokenBatch batch = new TokenBatch(TinyLlama.SEQUENCES, TinyLlama.LENGTH);
    try (TrainableTransformer network = network(withMagnitudes, batch)) {
      compare(expected, network, new NextTokens(TinyLlama.batches()));
    }
    List<Parameter> magnitudes =
        withMagnitudes.parameters().all().stream().filter(each -> !each.isMatrix()).toList();
    for (int i = 0; i < magnitudes.size(); i++) {
      double norm = norm(magnitudes.get(i).value());
      assertClose(norm, expected.get("magnitudes").get(i), magnitudes.get(i).name(), STEPS);
    }
  }

  /** So that what PEFT computed and what PyTorch did by our own formulas are known to be one. */
  @Test
  void bothReferencesAreTheSameWithoutMagnitudes() throws IOException {
    JsonNode ours = expected("tuning.json", "lora").get("losses");
    JsonNode pefts = expected("dora.json", "lora").get("losses");
    for (int step = 0; step < STEPS; step++) {
      assertClose(ours.get(step).asDouble(), pefts.get(step), "loss", step);
    }
  }

  private static double norm(Tensor tensor) {
    double squares = 0;
    for (float value : tensor.toArray()) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of("dpo", TuningKind.DPO, new DpoLoss(0.1, 0.1, DpoLoss.Form.SIGMOID)),
        Arguments.of("ipo", TuningKind.DPO, new DpoLoss(0.3, 0, DpoLoss.Form.IPO)),
        Arguments.of("kto", TuningKind.KTO, new KtoLoss(0.1, 1.5, 1)),
        Arguments.of("orpo", TuningKind.ORPO, new OrpoLoss(0.5)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void preferencesAreLearntAsInPyTorch(String name, TuningKind kind, PreferenceLoss loss)
      throws IOException {
    List<RowPair> rows = rows(loss.comparesPairs());
    TuningRecipe recipe =
        TuningRecipe.parse(
            kind,
            "training: {length: %d, batch: %d}".formatted(LENGTH, SEQUENCES),
            Path.of("recipe.yaml"));
    PreferenceLessons lessons =
        new PreferenceLessons(
            loss, new PreferenceDocuments(rows, rows), recipe, changes, "of this test");
    try (TrainableTransformer network = network(new TokenBatch(SEQUENCES, LENGTH))) {
      assertThat(lessons.prepare(network, folder, _ -> {}, () -> false)).isTrue();
      compare(expected("tuning.json", name), network, lessons.objective());
    }
  }

  private TrainableTransformer network(TokenBatch batch) {
    return network(changes, batch);
  }

  private TrainableTransformer network(LowRankChanges learner, TokenBatch batch) {
    return new TrainableTransformer(spec, learner, Recompute.ELEMENTWISE, batch, kernels, parallel);
  }

  private static List<RowPair> rows(boolean pairs) {
    Place place = new Place(Path.of("formula"), Place.Unit.ROW, 1);
    return IntStream.range(0, ROWS)
        .mapToObj(
            row -> {
              int[] other = pairs ? reply(row, 1) : reply((row + ROWS - 1) % ROWS, 0);
              return new RowPair(
                  place,
                  document(prompt(row), reply(row, 0)),
                  document(prompt(row), other),
                  pairs || row % 2 == 0);
            })
        .toList();
  }

  private static int[] prompt(int row) {
    return IntStream.range(0, 4 + row % 3).map(t -> (7 * row + 5 * t + t * t % 11) % 64).toArray();
  }

  private static int[] reply(int row, int worse) {
    return IntStream.range(0, 5 + (row + worse) % 4)
        .map(t -> (11 * row + 3 * t + 17 * worse + t * t % 7) % 64)
        .toArray();
  }

  private static TokenDocument document(int[] prompt, int[] reply) {
    boolean[] learnt = new boolean[prompt.length + reply.length];
    for (int i = prompt.length; i < learnt.length; i++) {
      learnt[i] = true;
    }
    return new TokenDocument(
        IntStream.concat(IntStream.of(prompt), IntStream.of(reply)).toArray(), learnt);
  }

  private void compare(JsonNode expected, TrainableTransformer network, Objective objective)
      throws IOException {
    AdamW optimizer =
        new AdamW(AdamWOptions.DEFAULT, network.parameters(), kernels, parallel, arena);
    TrainerOptions options = new TrainerOptions(new Schedule.Constant(2e-3), 1, 1);
    Trainer trainer = new Trainer(network, optimizer, options, kernels, parallel);
    for (int step = 0; step < STEPS; step++) {
      StepReport report = trainer.step(objective);

      assertClose(report.loss(), expected.get("losses").get(step), "loss", step);
      assertClose(report.gradientNorm(), expected.get("gradientNorms").get(step), "norm", step);
      if (step > 0 && report.measure().margins().isPresent()) {
        double margin = report.measure().margins().get().margin();
        assertClose(margin, expected.get("margins").get(step), "margin", step);
      }
    }
  }

  private static void assertClose(double actual, JsonNode expected, String what, int step) {
    double value = expected.asDouble();
    assertThat(actual).as("%s %d", what, step).isCloseTo(value, within(Math.abs(value) * RELATIVE));
  }

  private static JsonNode expected(String file, String name) throws IOException {
    try (InputStream stream = TuningReferenceTest.class.getResourceAsStream(file)) {
      return BoundedJson.MAPPER.readTree(Objects.requireNonNull(stream)).get(name);
    }
  }
}
