package dev.chatwright.checkpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Python package index on this machine that has one wheel. */
final class PackageIndex implements AutoCloseable {
  private final HttpServer server;
  private final Path wheel;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  PackageIndex(Path wheel) throws IOException {
    this.wheel = wheel;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/simple/", this::list);
    server.createContext("/files/", exchange -> answer(exchange, "application/zip", bytes()));
    server.start();
  }

  String address() {
    return "http://127.0.0.1:%d/simple/".formatted(server.getAddress().getPort());
  }

  /** Returns the paths of the pages asked for. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void list(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().getPath());
    String page =
        "<!DOCTYPE html><html><body><a href=\"/files/%1$s\">%1$s</a></body></html>"
            .formatted(wheel.getFileName());
    byte[] text = page.getBytes(StandardCharsets.UTF_8);
    answer(exchange, "text/html", text);
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(wheel);
  }

  private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
