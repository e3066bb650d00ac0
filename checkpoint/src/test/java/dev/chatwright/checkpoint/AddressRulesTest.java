package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRulesTest {
  private final AddressRules rules = new AddressRules(false, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
      })
  void innerAddressesAreKnown(String address) throws IOException {
    assertThat(AddressRules.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111"})
  void publicAddressesAreNotInner(String address) throws IOException {
    assertThat(AddressRules.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/x"})
  void innerAddressesAreOnlyFetchedIfAPersonChoseThem(String address) {
    assertThatThrownBy(() -> rules.require(URI.create(address), false))
        .isInstanceOf(ModelStoreException.class)
        .hasMessageContaining("which is the inner address");
    assertThatCode(() -> rules.require(URI.create(address), true)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://8.8.8.8/x", "ftp://8.8.8.8/x", "file://host/etc/passwd"})
  void otherSchemesAreRefusedWhoeverChoseThem(String address) {
    assertThatThrownBy(() -> rules.require(URI.create(address), true))
        .hasMessage("only https addresses are fetched, got " + address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https:///x", "https://user@8.8.8.8/x", "file:/etc/passwd"})
  void addressesWithoutAHostOrWithAUserAreRefused(String address) {
    assertThatThrownBy(() -> rules.require(URI.create(address), true))
        .hasMessageContaining("not an address with a host and without a user");
  }

  @Test
  void innerAddressesAreRefusedBehindAProxyToo() {
    AddressRules viaProxy = new AddressRules(false, true);

    assertThatThrownBy(() -> viaProxy.require(URI.create("https://10.0.0.1/x"), false))
        .hasMessageContaining("inner address 10.0.0.1");
    assertThatCode(() -> viaProxy.require(URI.create("https://unknown.invalid/x"), false))
        .doesNotThrowAnyException();
  }

  @Test
  void theProxyComesFromTheEnvironment() {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", "localhost, .inner.example");

    assertThat(ProxyFromEnvironment.of(environment, "huggingface.co"))
        .contains(InetSocketAddress.createUnresolved("proxy", 3128));
    assertThat(ProxyFromEnvironment.of(environment, "a.inner.example")).isEmpty();
    assertThat(ProxyFromEnvironment.of(environment, "localhost")).isEmpty();
    assertThat(ProxyFromEnvironment.of(Map.of(), "huggingface.co")).isEmpty();
    assertThat(ProxyFromEnvironment.of(Map.of("https_proxy", "proxy:1"), "x"))
        .contains(InetSocketAddress.createUnresolved("proxy", 1));
  }
}
