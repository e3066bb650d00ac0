package dev.chatwright.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Tomcat's HTTP, but that one machine cannot take the connections of all others: beyond its share,
 * a new one is closed at once. This machine and the operator's proxies, which speak for many, may
 * take all.
 *
 * <p>Tomcat makes it by its name, so what it is to know is told afterwards.
 */
public final class FairHttpProtocol extends Http11NioProtocol {
  /** The most connections of one address. */
  static final int SHARE = 256;

  /** Creates the protocol. */
  public FairHttpProtocol() {
    super(new Endpoint());
  }

  /** Names addresses that may take more than their share. */
  public void trust(Set<String> proxies) {
    ((Endpoint) getEndpoint()).proxies = Set.copyOf(proxies);
  }

  /** Returns whether an address may have one more connection beside those that are open. */
  static boolean admits(InetAddress address, Set<String> proxies, Stream<InetAddress> open) {
    return address.isLoopbackAddress()
        || proxies.contains(address.getHostAddress())
        || open.filter(address::equals).limit(SHARE).count() < SHARE;
  }

  private static final class Endpoint extends NioEndpoint {
    private volatile Set<String> proxies = Set.of();

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
      Stream<InetAddress> open =
          connections.keySet().stream().map(Endpoint::address).flatMap(Optional::stream);
      return address(socket).filter(address -> admits(address, proxies, open)).isPresent()
          && super.setSocketOptions(socket);
    }

    /** Whom a line leads to; nobody when it was closed meanwhile. */
    private static Optional<InetAddress> address(SocketChannel line) {
      try {
        return line.getRemoteAddress() instanceof InetSocketAddress remote
            ? Optional.ofNullable(remote.getAddress())
            : Optional.empty();
      } catch (IOException _) {
        return Optional.empty();
      }
    }
  }
}
