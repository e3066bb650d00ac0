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
  private final LowRankChanges changes = changes();

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  private LowRankChanges changes() {
    Set<String> targets = Set.copyOf(LowRankOptions.ALL_TARGETS);
    LowRankChanges made =
        new LowRankChanges(
            spec,
            TinyLlama.parameters(arena),
            new LowRankOptions(4, 2, targets),
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
      compare("lora", network, new NextTokens(TinyLlama.batches()));
    }
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
      compare(name, network, lessons.objective());
    }
  }

  private TrainableTransformer network(TokenBatch batch) {
    return new TrainableTransformer(spec, changes, Recompute.ELEMENTWISE, batch, kernels, parallel);
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

  private void compare(String name, TrainableTransformer network, Objective objective)
      throws IOException {
    JsonNode expected = expected().get(name);
    AdamW optimizer =
        new AdamW(AdamWOptions.DEFAULT, changes.parameters(), kernels, parallel, arena);
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

  private static JsonNode expected() throws IOException {
    try (InputStream stream = TuningReferenceTest.class.getResourceAsStream("tuning.json")) {
      return BoundedJson.MAPPER.readTree(Objects.requireNonNull(stream));
    }
  }
}
