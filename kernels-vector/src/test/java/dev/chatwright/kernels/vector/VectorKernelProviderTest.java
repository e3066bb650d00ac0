package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.spi.KernelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Provides;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VectorKernelProviderTest {

  @Test
  void itIsChosenOnThisMachine() {
    KernelSelection selection = KernelSelection.choose("auto");

    assertThat(selection.name()).isEqualTo("vector");
    assertThat(selection.refused()).isEmpty();
  }

  @Test
  void theDescriptionNamesTheWidth() {
    assertThat(VectorKernels.INSTANCE.description())
        .isEqualTo("vector (" + Lanes.COUNT * 32 + "-bit)");
  }

  @Test
  void vectorsAreAsWideAsTheTestRunAsksFor() {
    int limit = Integer.getInteger("chatwright.test.vectorBytes", Lanes.BYTES);

    assertThat(Lanes.BYTES).isLessThanOrEqualTo(limit);
  }

  @Test
  void theModuleAndTheClassPathDeclareTheSameProvider() throws IOException {
    Module module = VectorKernelProvider.class.getModule();
    List<String> provided =
        module.getDescriptor().provides().stream()
            .filter(provides -> provides.service().equals(KernelProvider.class.getName()))
            .map(Provides::providers)
            .flatMap(List::stream)
            .toList();

    assertThat(provided).isEqualTo(declaredOnTheClassPath());
  }

  private static List<String> declaredOnTheClassPath() throws IOException {
    String name = "/META-INF/services/" + KernelProvider.class.getName();
    try (InputStream in = VectorKernelProvider.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
