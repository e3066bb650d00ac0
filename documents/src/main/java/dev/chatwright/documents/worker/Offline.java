package dev.chatwright.documents.worker;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the network away from this process: a document may name an address, nobody asks it. */
final class Offline {
  private static final Set<String> LOCAL = Set.of("file", "jar", "jrt");

  private Offline() {}

  @SuppressWarnings("deprecation") // nothing else refuses every socket of the process
  static void enforce() throws IOException {
    URL.setURLStreamHandlerFactory(Offline::handler);
    Socket.setSocketImplFactory(
        () -> {
          throw new IllegalStateException("no network here");
        });
  }

  private static @Nullable URLStreamHandler handler(String protocol) {
    return LOCAL.contains(protocol) ? null : new Refusing();
  }

  private static final class Refusing extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      throw new SocketException("no network here");
    }
  }
}
