package dev.chatwright.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds out where a request comes from. A proxy's word about it is believed only from this machine
 * and from the proxies that the operator named, and only its own word: the last.
 *
 * <p>Immutable.
 */
public final class ClientAddress {
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");
  private static final int NETWORK_PARTS = 4; // of an IPv6 address, 64 bits: one household's

  private final AccessOptions options;

  /** Creates the finder. */
  public ClientAddress(AccessOptions options) {
    this.options = options;
  }

  /** Returns the address of a request's client. */
  public String of(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    List<String> told = Collections.list(request.getHeaders("X-Forwarded-For"));
    if (told.isEmpty() || !isBelieved(peer)) {
      return peer;
    }
    String line = told.getLast();
    String last = line.substring(line.lastIndexOf(',') + 1).strip();
    return ADDRESS.matcher(last).matches() ? last : peer;
  }

  private boolean isBelieved(String peer) {
    return peer.startsWith("127.")
        || peer.equals("::1")
        || peer.equals("0:0:0:0:0:0:0:1")
        || options.proxies().contains(peer);
  }

  /** Returns what all addresses of one household share: an IPv4 address, or half an IPv6 one. */
  public String network(HttpServletRequest request) {
    return network(of(request));
  }

  static String network(String address) {
    if (!address.contains(":") || address.contains(".")) {
      return address;
    }
    String[] parts = expanded(address).split(":", -1);
    return String.join(":", List.of(parts).subList(0, Math.min(NETWORK_PARTS, parts.length)));
  }

  private static String expanded(String address) {
    int gap = address.indexOf("::");
    if (gap < 0) {
      return address;
    }
    String head = gap == 0 ? "0" : address.substring(0, gap);
    String tail = address.substring(gap + 2);
    int there = head.split(":", -1).length + (tail.isEmpty() ? 0 : tail.split(":", -1).length);
    return head + ":0".repeat(Math.max(0, 8 - there)) + (tail.isEmpty() ? "" : ":" + tail);
  }
}
