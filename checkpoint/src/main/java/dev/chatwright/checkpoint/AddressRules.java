package dev.chatwright.checkpoint;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses may be fetched: HTTPS ones, and on public hosts only, so that neither a catalogue
 * nor a redirect can make this program talk to machines of the inner network.
 *
 * <p>The check looks at what the name means now; that it still means the same when the connection
 * is made is ensured by TLS, as a host inside has no certificate for a public name. Immutable.
 *
 * @param allowLoopback whether this machine may be fetched from, even without TLS: for tests
 * @param viaProxy whether a proxy resolves names, so that they mean nothing here
 */
record AddressRules(boolean allowLoopback, boolean viaProxy) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  /**
   * Checks an address.
   *
   * @param chosenByUser whether a person gave this very address, who may mean an inner host
   * @throws ModelStoreException if it may not be fetched
   */
  void require(URI address, boolean chosenByUser) throws IOException {
    String host = address.getHost();
    if (host == null || address.getUserInfo() != null) {
      throw new ModelStoreException("not an address with a host and without a user: " + address);
    }
    if (allowLoopback && LOOPBACK.contains(host)) {
      return;
    }
    if (!"https".equals(address.getScheme().toLowerCase(Locale.ROOT))) {
      throw new ModelStoreException("only https addresses are fetched, got " + address);
    }
    if (!chosenByUser) {
      requirePublic(host);
    }
  }

  private void requirePublic(String host) throws IOException {
    boolean name = !host.startsWith("[") && !host.matches("[0-9.]+");
    if (viaProxy && name) {
      return;
    }
    for (InetAddress address : resolve(host)) {
      if (isPrivate(address)) {
        throw new ModelStoreException(
            "refused to fetch from %s, which is the inner address %s"
                .formatted(host, address.getHostAddress()));
      }
    }
  }

  private static InetAddress[] resolve(String host) throws ModelStoreException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new ModelStoreException("the host %s is not known here".formatted(host), e);
    }
  }

  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = Byte.toUnsignedInt(bytes[0]);
    int second = Byte.toUnsignedInt(bytes[1]);
    boolean special =
        address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress();
    if (address instanceof Inet4Address) {
      boolean carrierGrade = first == 100 && (second & 0xc0) == 64;
      return special || first == 0 || first >= 240 || carrierGrade;
    }
    boolean uniqueLocal = (first & 0xfe) == 0xfc;
    return special || uniqueLocal;
  }
}
