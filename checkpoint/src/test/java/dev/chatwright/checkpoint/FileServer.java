package dev.chatwright.checkpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A server on this machine that has one file at {@code /file.gguf}, or a redirect to elsewhere. */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private volatile byte[] file;
  private volatile String tag = "\"one\"";
  private volatile int breakAfter = Integer.MAX_VALUE;

  FileServer(byte[] file) throws IOException {
    this.file = file.clone();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/file.gguf", this::serve);
    server.createContext("/absent.gguf", exchange -> answer(exchange, 404));
    server.createContext("/loop.gguf", exchange -> redirect(exchange, "/loop.gguf"));
    server.createContext("/moved.gguf", exchange -> redirect(exchange, "/file.gguf"));
    server.createContext(
        "/insecure.gguf", exchange -> redirect(exchange, "http://example.com/file.gguf"));
    server.createContext(
        "/inner.gguf", exchange -> redirect(exchange, "https://192.168.0.1/file.gguf"));
    server.start();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Replaces the file. */
  void change(byte[] newFile, String newTag) {
    file = newFile.clone();
    tag = newTag;
  }

  /** Lets every answer break off after some bytes. */
  void breakAfter(int bytes) {
    breakAfter = bytes;
  }

  /** Returns the Range header of each request, or {@code none}. */
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    ranges.add(range == null ? "none" : range);
    boolean partial = range != null && (condition == null || condition.equals(tag));
    int from = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    exchange.getResponseHeaders().set("ETag", tag);
    if (from >= file.length) {
      answer(exchange, 416);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    exchange.sendResponseHeaders(partial ? 206 : 200, file.length - from);
    int to = Math.min(file.length, from + Math.min(breakAfter, file.length));
    exchange.getResponseBody().write(Arrays.copyOfRange(file, from, to));
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, String target) throws IOException {
    exchange.getResponseHeaders().set("Location", target);
    answer(exchange, 302);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
