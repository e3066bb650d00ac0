package dev.chatwright.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.spi.PackedKernelProvider.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

class X86KernelProviderTest {
  private final List<Offer> offers = new X86KernelProvider().offers();

  @Test
  void everyTierIsOfferedOrRefusedWithAReason() {
    assertThat(offers)
        .extracting(Offer::name)
        .containsExactly("amx", "avx512-vnni", "avx2-vnni", "avx512", "avx2");
    assertThat(offers)
        .allSatisfy(
            offer ->
                offer.unsupportedBecause().ifPresent(reason -> assertThat(reason).isNotBlank()));
  }

  @Test
  void theFastestTierIsChosenAndEachCanBeForced() {
    List<String> usable =
        offers.stream()
            .filter(offer -> offer.unsupportedBecause().isEmpty())
            .map(Offer::name)
            .toList();

    for (String name : usable) {
      KernelSelection forced = KernelSelection.choose(name);
      assertThat(forced.name()).isEqualTo(name);
      assertThat(forced.packed().orElseThrow().description()).isEqualTo(name);
    }
    KernelSelection fastest = KernelSelection.choose("auto");
    assertThat(fastest.packed().isPresent()).isEqualTo(!usable.isEmpty());
    offers.stream()
        .filter(offer -> offer.unsupportedBecause().isEmpty())
        .filter(offer -> offer.slowerBecause().isEmpty())
        .findFirst()
        .ifPresent(first -> assertThat(fastest.name()).isEqualTo(first.name()));
  }

  @Test
  void whatIsNotChosenSaysWhy() {
    KernelSelection fastest = KernelSelection.choose("auto");

    for (Offer offer : offers) {
      if (offer.name().equals(fastest.name())) {
        break;
      }
      String reason = offer.unsupportedBecause().or(offer::slowerBecause).orElseThrow();
      assertThat(fastest.refused()).contains(offer.name() + ": " + reason);
    }
  }

  @Test
  void unpackedKernelsSayWhy() {
    KernelSelection fastest = KernelSelection.choose("auto");

    KernelSelection without = fastest.withoutPacking("there is no room");

    assertThat(without.packed()).isEmpty();
    assertThat(without.refused()).contains(fastest.name() + ": there is no room");
    assertThat(KernelSelection.choose(without.name()).packed()).isEmpty();
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> KernelSelection.choose("avx1024"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "avx1024", "auto", "scalar", "amx", "avx512-vnni", "avx2-vnni", "avx512", "avx2");
  }
}
