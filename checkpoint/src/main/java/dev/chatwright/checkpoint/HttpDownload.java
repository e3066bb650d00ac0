package dev.chatwright.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches files over HTTPS: the only outbound HTTP client of the program.
 *
 * <p>It follows redirects itself, so that each is checked by the {@link AddressRules}, and goes on
 * where an earlier download stopped. Safe for use by several threads.
 */
final class HttpDownload {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_REDIRECTS = 5;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final boolean allowLoopback;
  private final Map<String, String> environment;

  /**
   * Creates the client.
   *
   * @param allowLoopback whether this machine may be fetched from, without TLS: for tests
   * @param environment where to look for a proxy
   */
  HttpDownload(boolean allowLoopback, Map<String, String> environment) {
    this.allowLoopback = allowLoopback;
    this.environment = Map.copyOf(environment);
  }

  /**
   * What to fetch.
   *
   * @param chosenByUser whether a person gave this very address
   * @param pinned whether the hash of the file is known, so that a wrong mixture of two downloads
   *     would be noticed
   */
  record Order(URI address, Path target, long maxBytes, boolean chosenByUser, boolean pinned) {
    Path tag() {
      return target.resolveSibling(target.getFileName() + ".etag");
    }
  }

  /** Hears how far a download is. */
  @FunctionalInterface
  interface Progress {
    /** Takes the bytes that are there and all there will be, or 0 if unknown. */
    void at(long doneBytes, long totalBytes);
  }

  /**
   * Fetches a file. What has arrived stays in the target if this fails, and is built upon next
   * time.
   *
   * @throws IOException if it cannot be fetched, with the reason for people
   * @throws InterruptedException if the thread is interrupted
   */
  void fetch(Order order, Progress progress) throws IOException, InterruptedException {
    URI address = order.address;
    boolean chosen = order.chosenByUser;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(address, chosen, order);
      try (InputStream body = response.body()) {
        if (isRedirect(response.statusCode())) {
          address = target(response, address);
          chosen = false;
        } else if (response.statusCode() == RANGE_NOT_SATISFIABLE && Files.exists(order.target)) {
          discard(order);
        } else {
          receive(response, body, order, progress);
          return;
        }
      }
    }
    throw new ModelStoreException("more than %d redirects".formatted(MAX_REDIRECTS));
  }

  /** Deletes what has arrived. */
  static void discard(Order order) throws IOException {
    Files.deleteIfExists(order.target);
    Files.deleteIfExists(order.tag());
  }

  private HttpResponse<InputStream> send(URI address, boolean chosen, Order order)
      throws IOException, InterruptedException {
    String host = String.valueOf(address.getHost());
    Optional<InetSocketAddress> proxy = ProxyFromEnvironment.of(environment, host);
    new AddressRules(allowLoopback, proxy.isPresent()).require(address, chosen);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT).header("User-Agent", "chatwright");
    addRange(request, order);
    // The client is not closed: that would wait for the body, which is read later.
    return client(proxy).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static HttpClient client(Optional<InetSocketAddress> proxy) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER);
    return builder
        .proxy(
            proxy
                .map(address -> ProxySelector.of(resolved(address)))
                .orElse(HttpClient.Builder.NO_PROXY))
        .build();
  }

  private static InetSocketAddress resolved(InetSocketAddress address) {
    return new InetSocketAddress(address.getHostString(), address.getPort());
  }

  private static void addRange(HttpRequest.Builder request, Order order) throws IOException {
    if (!Files.exists(order.target) || Files.size(order.target) == 0) {
      return;
    }
    boolean tagged = Files.exists(order.tag());
    if (tagged || order.pinned) {
      request.header("Range", "bytes=" + Files.size(order.target) + "-");
    }
    if (tagged) {
      request.header("If-Range", Files.readString(order.tag()));
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI target(HttpResponse<?> response, URI from) throws IOException {
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new ModelStoreException("a redirect without a target"));
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new ModelStoreException("a redirect to no valid address", e);
    }
  }

  private static void receive(
      HttpResponse<InputStream> response, InputStream body, Order order, Progress progress)
      throws IOException {
    long start = start(response, order);
    if (start == 0) {
      discard(order);
      saveTag(response, order);
    }
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    long total = length < 0 ? 0 : start + length;
    requireWithin(total, order.maxBytes);
    try (OutputStream file =
            Files.newOutputStream(
                order.target, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        StallGuard guard = new StallGuard(body, STALL_TIMEOUT)) {
      byte[] buffer = new byte[1 << 16];
      long done = start;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        done += read;
        requireWithin(done, order.maxBytes);
        file.write(buffer, 0, read);
        guard.alive();
        progress.at(done, total);
      }
    }
  }

  private static long start(HttpResponse<?> response, Order order) throws IOException {
    int status = response.statusCode();
    if (status == OK) {
      return 0;
    }
    if (status != PARTIAL_CONTENT) {
      throw new ModelStoreException("the server answered with status " + status);
    }
    long have = Files.exists(order.target) ? Files.size(order.target) : 0;
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + have + "-")) {
      discard(order);
      throw new ModelStoreException(
          "asked to go on from byte %d, the server answered with %s"
              .formatted(have, CheckpointException.printable(range)));
    }
    return have;
  }

  private static void saveTag(HttpResponse<?> response, Order order) throws IOException {
    String tag = response.headers().firstValue("ETag").orElse("");
    // A weak tag does not promise the same bytes.
    if (!tag.isEmpty() && !tag.startsWith("W/") && tag.length() < 200) {
      Files.writeString(order.tag(), tag);
    }
  }

  private static void requireWithin(long bytes, long maxBytes) throws ModelStoreException {
    if (bytes > maxBytes) {
      throw new ModelStoreException(
          "the file has %d bytes or more, allowed are %d".formatted(bytes, maxBytes));
    }
  }
}
