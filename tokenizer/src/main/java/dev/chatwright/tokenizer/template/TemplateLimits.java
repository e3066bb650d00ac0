package dev.chatwright.tokenizer.template;

/** The bounds within which a template is parsed and rendered. */
public final class TemplateLimits {
  /** The most characters a template's source may have. */
  public static final int SOURCE_CHARACTERS = 1_000_000;

  /** The deepest that expressions and blocks may nest in a source. */
  public static final int SOURCE_DEPTH = 100;

  /** The most expressions, statements and list elements one rendering may visit. */
  public static final long STEPS = 1_000_000;

  /** The deepest that evaluation may nest, macros calling macros included. */
  public static final int DEPTH = 250;

  /** The most characters one text, and so the prompt, may have. */
  public static final int TEXT_CHARACTERS = 16_000_000;

  /** The most characters one rendering may read or write in all its intermediate texts. */
  public static final long HANDLED_CHARACTERS = 256_000_000;

  /** The most numbers one {@code range} may have. */
  public static final int RANGE = 100_000;

  /** The deepest that lists and mappings may nest. */
  public static final int VALUE_DEPTH = 64;

  private TemplateLimits() {}
}
