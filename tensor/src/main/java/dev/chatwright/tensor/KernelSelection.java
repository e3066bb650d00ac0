package dev.chatwright.tensor;

import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.spi.KernelProvider;
import dev.chatwright.tensor.spi.PackedKernelProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Which kernels run, and why not faster ones.
 *
 * <p>Immutable.
 *
 * @param name what {@code --kernels} takes to get the same again
 * @param kernels the chosen ones
 * @param packed what multiplies by packed weights, or empty if activations stay floats
 * @param refused one sentence for each kind that would be faster elsewhere
 */
public record KernelSelection(
    String name, Kernels kernels, Optional<PackedKernels> packed, List<String> refused) {
  private static final String AUTO = "auto";
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
   * @param forced the name of kernels, of kernels for packed weights, {@code scalar}, or {@code
   *     auto} for the fastest
   * @throws IllegalArgumentException if no such kernels exist or they cannot run here
   */
  public static KernelSelection choose(String forced) {
    if (forced.equals(SCALAR)) {
      return new KernelSelection(SCALAR, Kernels.scalar(), Optional.empty(), List.of());
    }
    Offers offers = Offers.ofAllProviders();
    return forced.equals(AUTO) ? offers.fastest() : offers.named(forced);
  }

  /** Returns the same without packed weights, and why. */
  public KernelSelection withoutPacking(String reason) {
    List<String> reasons = new ArrayList<>(refused);
    reasons.add(name + ": " + reason);
    return new KernelSelection(
        Offers.ofAllProviders().unpacked().name(), kernels, Optional.empty(), reasons);
  }

  /** Returns what runs, for people. */
  public String description() {
    return packed
        .map(products -> products.description() + ", " + kernels.description())
        .orElseGet(kernels::description);
  }

  /** Returns whether the plain-Java kernels run, which is many times slower than the others. */
  public boolean isScalar() {
    return name.equals(SCALAR);
  }

  /** Holds the choice, so that the JIT sees one constant and can inline through it. */
  private static final class Current {
    private static final KernelSelection SELECTION =
        choose(System.getProperty("chatwright.kernels", AUTO));
  }

  /**
   * What the providers offer.
   *
   * @param usable kernels that run here, in no order
   * @param packed kernels for packed weights that run here, the fastest first
   * @param refused why others cannot
   * @param refusedSlower why kinds that would not be chosen anyway cannot
   */
  private record Offers(
      List<KernelProvider> usable,
      List<PackedKernelProvider.Offer> packed,
      List<String> refused,
      List<String> refusedSlower) {

    static Offers ofAllProviders() {
      Offers offers =
          new Offers(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      ServiceLoader.load(KernelProvider.class).forEach(offers::add);
      ServiceLoader.load(PackedKernelProvider.class)
          .forEach(provider -> provider.offers().forEach(offers::add));
      return offers;
    }

    private void add(KernelProvider provider) {
      provider
          .unsupportedBecause()
          .ifPresentOrElse(
              reason -> refused.add(provider.name() + ": " + reason), () -> usable.add(provider));
    }

    private void add(PackedKernelProvider.Offer offer) {
      offer
          .unsupportedBecause()
          .ifPresentOrElse(
              reason ->
                  (packed.isEmpty() ? refused : refusedSlower).add(offer.name() + ": " + reason),
              () -> packed.add(offer));
    }

    KernelSelection fastest() {
      for (PackedKernelProvider.Offer offer : packed) {
        if (offer.slowerBecause().isEmpty()) {
          return with(offer);
        }
        refused.add(offer.name() + ": " + offer.slowerBecause().get());
      }
      return unpacked();
    }

    KernelSelection named(String name) {
      for (KernelProvider provider : usable) {
        if (provider.name().equals(name)) {
          return of(provider);
        }
      }
      for (PackedKernelProvider.Offer offer : packed) {
        if (offer.name().equals(name)) {
          return with(offer);
        }
      }
      throw new IllegalArgumentException(refusal(name));
    }

    /** Says why a name cannot be had, and which can. */
    private String refusal(String name) {
      List<String> reasons = new ArrayList<>(refused);
      reasons.addAll(refusedSlower);
      Optional<String> own =
          reasons.stream().filter(reason -> reason.startsWith(name + ": ")).findFirst();
      return own.isPresent()
          ? "kernels cannot be %s; they can be one of %s".formatted(own.get(), usableNames())
          : "kernels must be one of %s, got \"%s\"%s"
              .formatted(usableNames(), name, reasons.isEmpty() ? "" : " " + reasons);
    }

    private List<String> usableNames() {
      List<String> names = new ArrayList<>(List.of(AUTO, SCALAR));
      usable.forEach(provider -> names.add(provider.name()));
      packed.forEach(offer -> names.add(offer.name()));
      return names;
    }

    private KernelSelection with(PackedKernelProvider.Offer offer) {
      Kernels kernels =
          best().map(it -> it.kernels(offer.attention().get())).orElseGet(Kernels::scalar);
      return new KernelSelection(
          offer.name(), kernels, Optional.of(offer.kernels().get()), refused);
    }

    private Optional<KernelProvider> best() {
      return usable.stream().max(Comparator.comparingInt(KernelProvider::priority));
    }

    private KernelSelection unpacked() {
      return best()
          .map(this::of)
          .orElseGet(
              () -> new KernelSelection(SCALAR, Kernels.scalar(), Optional.empty(), refused));
    }

    private KernelSelection of(KernelProvider provider) {
      return new KernelSelection(provider.name(), provider.kernels(), Optional.empty(), refused);
    }
  }
}
