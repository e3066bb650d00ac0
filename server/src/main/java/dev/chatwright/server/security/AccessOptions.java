package dev.chatwright.server.security;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator decided about who may come in.
 *
 * <p>Immutable.
 *
 * @param mode for whom the server is
 * @param machineKey a key for programs that belongs to no person
 * @param insecureHttp whether people may sign in over plain HTTP from other machines
 * @param proxies addresses whose word about the client's address is believed, beside loopback
 */
public record AccessOptions(
    Mode mode, Optional<String> machineKey, boolean insecureHttp, Set<String> proxies) {

  private static final int MIN_KEY_LENGTH = 8;
  private static final String PERSONS_KEY = "cw_";

  /** Checks the key. */
  public AccessOptions {
    proxies = Set.copyOf(proxies);
    machineKey.ifPresent(AccessOptions::check);
  }

  private static void check(String key) {
    int length = key.strip().length();
    if (length < MIN_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "the API key must have at least %d letters, got %d".formatted(MIN_KEY_LENGTH, length));
    }
    if (key.strip().startsWith(PERSONS_KEY)) {
      throw new IllegalArgumentException(
          "the API key must not begin with %s, as people's own keys do".formatted(PERSONS_KEY));
    }
  }

  /** Returns these options for an address: what other machines can reach always has accounts. */
  public AccessOptions at(InetAddress address) {
    return address.isLoopbackAddress() ? this : withTeam();
  }

  /** Returns these options with accounts. */
  public AccessOptions withTeam() {
    return new AccessOptions(Mode.TEAM, machineKey, insecureHttp, proxies);
  }

  /** Returns whether people have accounts. */
  public boolean team() {
    return mode == Mode.TEAM;
  }

  /** Returns the options without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "AccessOptions[mode=%s, machineKey=%s, insecureHttp=%s, proxies=%s]"
        .formatted(mode, machineKey.isPresent() ? "set" : "none", insecureHttp, proxies);
  }
}
