package dev.chatwright.server.configuration;

import java.io.IOException;

/**
 * A configuration that is refused; the message says where, what was found and what was expected.
 */
public final class ConfigurationException extends IOException {
  private static final long serialVersionUID = 1;

  ConfigurationException(String where, String problem) {
    super(where + ": " + problem);
  }
}
