package dev.chatwright.tensor;

import dev.chatwright.tensor.spi.KernelProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Which kernels run, and why not faster ones.
 *
 * <p>Immutable.
 *
 * @param name what {@code --kernels} takes to get the same again
 * @param kernels the chosen ones
 * @param refused one sentence for each provider that cannot run here
 */
public record KernelSelection(String name, Kernels kernels, List<String> refused) {
  private static final String SCALAR = "scalar";

  /** Copies the list. */
  public KernelSelection {
    refused = List.copyOf(refused);
  }

  /** Returns the choice of this process: the fastest, or what {@code chatwright.kernels} names. */
  public static KernelSelection current() {
    return Current.SELECTION;
  }

  /**
   * Chooses among the scalar kernels and every provider on the module or class path.
   *
   * @param forced the name of a provider, {@code scalar}, or {@code auto} for the fastest
   * @throws IllegalArgumentException if no such kernels exist or they cannot run here
   */
  public static KernelSelection choose(String forced) {
    if (forced.equals(SCALAR)) {
      return new KernelSelection(SCALAR, Kernels.scalar(), List.of());
    }
    List<String> refused = new ArrayList<>();
    List<KernelProvider> usable = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("auto", SCALAR));
    for (KernelProvider provider : ServiceLoader.load(KernelProvider.class)) {
      names.add(provider.name());
      provider
          .unsupportedBecause()
          .ifPresentOrElse(
              reason -> refused.add(provider.name() + ": " + reason), () -> usable.add(provider));
    }
    if (!forced.equals("auto")) {
      usable.removeIf(provider -> !provider.name().equals(forced));
      if (usable.isEmpty()) {
        throw new IllegalArgumentException(
            "kernels must be one of %s, got \"%s\"%s"
                .formatted(names, forced, refused.isEmpty() ? "" : " " + refused));
      }
    }
    return usable.stream()
        .max(Comparator.comparingInt(KernelProvider::priority))
        .map(best -> new KernelSelection(best.name(), best.kernels(), refused))
        .orElseGet(() -> new KernelSelection(SCALAR, Kernels.scalar(), refused));
  }

  /** Returns whether the plain-Java kernels run, which is many times slower than the others. */
  public boolean isScalar() {
    return name.equals(SCALAR);
  }

  /** Holds the choice, so that the JIT sees one constant and can inline through it. */
  private static final class Current {
    private static final KernelSelection SELECTION =
        choose(System.getProperty("chatwright.kernels", "auto"));
  }
}
