package dev.chatwright.cli;

/** A program that writes to both of its outputs in turn. */
final class BothStreams {
  private BothStreams() {}

  /** Writes four lines. */
  public static void main(String[] arguments) {
    StandardError.restore();
    System.out.println("one, on standard output");
    System.err.println("two");
    System.out.println("three, which is longer than what came before it");
    System.err.println("four: é");
  }
}
