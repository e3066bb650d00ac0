package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.inference.BaseModel;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Parameters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each kind of new model is. */
class ModelShapeTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void itsFileSaysWhatItIs(ModelShape.Kind kind) throws IOException {
    ModelShape shape = new ModelShape(kind, 7, 2, 32, 16, true);
    ByteVocabulary vocabulary = new ByteVocabulary(SmallRun.TEXT);
    ArchSpec spec = shape.architecture(vocabulary.size());
    Path file = folder.resolve("model.gguf");
    try (Arena arena = Arena.ofConfined()) {
      Parameters parameters = Parameters.zeros(spec, shape.optionalTensors(), arena);
      Initialization.initialize(spec, parameters, 1);
      GgufWriter writer = new GgufWriter();
      TrainedModel.describe(spec, parameters, "new", writer, arena);
      vocabulary.describe(writer);
      writer.write(file);
    }

    try (BaseModel read = BaseModel.open(file)) {
      assertThat(read.spec()).isEqualTo(spec);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRecipeCanNameIt(ModelShape.Kind kind) throws IOException {
    String recipe = "model: {architecture: %s}\n".formatted(kind.architecture());

    assertThat(Recipe.parse(recipe, Path.of("recipe.yaml")).model().kind()).isEqualTo(kind);
  }
}
