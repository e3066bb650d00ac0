package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.spi.PackedKernelProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Offers {@link X86PackedKernels} and {@link X86PanelProducts} for every tier.
 *
 * <p>Immutable.
 */
public final class X86KernelProvider implements PackedKernelProvider {
  /** Called by the service loader. */
  public X86KernelProvider() {}

  @Override
  public List<Offer> offers() {
    return Known.OFFERS;
  }

  /** Holds what the processor was asked once, since asking takes pages that stay. */
  private static final class Known {
    private static final List<Offer> OFFERS = judge();
  }

  private static List<Offer> judge() {
    Optional<String> elsewhere = otherMachine();
    if (elsewhere.isPresent()) {
      return offers(tier -> elsewhere);
    }
    try {
      Processor processor = Processor.current();
      return offers(tier -> tier.refusal(processor));
    } catch (IllegalStateException | OutOfMemoryError refused) {
      return offers(tier -> Optional.of(String.valueOf(refused.getMessage())));
    }
  }

  private interface Judgement {
    Optional<String> against(Tier tier);
  }

  private static List<Offer> offers(Judgement judgement) {
    return Arrays.stream(Tier.values()).map(tier -> offer(tier, judgement.against(tier))).toList();
  }

  private static Offer offer(Tier tier, Optional<String> unsupportedBecause) {
    return new Offer(
        tier.label(),
        unsupportedBecause,
        unsupportedBecause.isEmpty() ? tier.slower() : Optional.empty(),
        () -> kernels(tier),
        () -> X86PanelProducts.all(tier.width()));
  }

  private static PackedKernels kernels(Tier tier) {
    return new X86PackedKernels(
        tier, tier.hasWideVectors() ? BfloatProbe::prefersPairs : () -> false);
  }

  private static Optional<String> otherMachine() {
    String system = System.getProperty("os.name", "");
    String processor = System.getProperty("os.arch", "");
    return system.equals("Linux") && processor.equals("amd64")
        ? Optional.empty()
        : Optional.of("it needs Linux on x86-64, this is %s on %s".formatted(system, processor));
  }
}
