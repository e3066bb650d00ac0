package dev.chatwright.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairHttpProtocolTest {
  private static final InetAddress GREEDY = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private static Stream<InetAddress> open(InetAddress address, int connections) {
    return Stream.generate(() -> address).limit(connections);
  }

  @Test
  void anAddressHasItsShareAndNoMore() {
    int share = FairHttpProtocol.SHARE;

    assertThat(FairHttpProtocol.admits(GREEDY, Set.of(), open(GREEDY, share - 1))).isTrue();
    assertThat(FairHttpProtocol.admits(GREEDY, Set.of(), open(GREEDY, share))).isFalse();
    assertThat(FairHttpProtocol.admits(OTHER, Set.of(), open(GREEDY, share))).isTrue();
  }

  @Test
  void whoSpeaksForManyMayTakeMore() {
    InetAddress here = InetAddress.getLoopbackAddress();

    assertThat(FairHttpProtocol.admits(here, Set.of(), open(here, 2000))).isTrue();
    assertThat(FairHttpProtocol.admits(GREEDY, Set.of("192.0.2.1"), open(GREEDY, 2000))).isTrue();
  }
}
