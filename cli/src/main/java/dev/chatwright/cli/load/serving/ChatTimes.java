package dev.chatwright.cli.load.serving;

import java.util.concurrent.TimeUnit;

/**
 * When a reply came, by {@link System#nanoTime}.
 *
 * <p>Immutable.
 *
 * @param sent when the request began to be sent
 * @param first when the first text was read
 * @param ended when the stream ended
 * @param tokens how many tokens the server says it wrote
 */
record ChatTimes(long sent, long first, long ended, int tokens) {

  double millisToFirstToken() {
    return (first - sent) / 1e6;
  }

  /** Returns how many tokens a second came after the first. */
  double tokensPerSecond() {
    return (tokens - 1) * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, ended - first);
  }
}
