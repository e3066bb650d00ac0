package dev.chatwright.server.generation;

import dev.chatwright.dialogue.TokenCounter;
import dev.chatwright.server.model.TextModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many tokens texts have for models, remembered by the hash of the text: a long conversation is
 * counted again before every reply.
 *
 * <p>Safe for use by several threads.
 */
final class TokenCounts {
  private static final int KEPT = 50_000;
  private static final int SHORT = 64;

  private final Map<Key, Integer> counts =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
          return size() > KEPT;
        }
      }; // guarded by this

  private record Key(String model, long high, long low) {}

  /** Returns what counts for a model. */
  TokenCounter of(TextModel model) {
    return text -> count(model, text);
  }

  private int count(TextModel model, String text) {
    if (text.length() < SHORT) {
      return model.tokenizer().encode(text).length;
    }
    Key key = key(model.id(), text);
    synchronized (this) {
      Integer known = counts.get(key);
      if (known != null) {
        return known;
      }
    }
    int counted = model.tokenizer().encode(text).length;
    synchronized (this) {
      counts.put(key, counted);
    }
    return counted;
  }

  private static Key key(String model, String text) {
    ByteBuffer hash = ByteBuffer.wrap(sha256(text.getBytes(StandardCharsets.UTF_8)));
    return new Key(model, hash.getLong(), hash.getLong());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Returns how many tokens the template of a model puts around a message. */
  static int overhead(TextModel model) {
    TextModel.Turn said = new TextModel.Turn("user", "a");
    TextModel.Turn answered = new TextModel.Turn("assistant", "a");
    try {
      int one = model.chatPrompt(List.of(said)).tokens().length;
      int three = model.chatPrompt(List.of(said, answered, said)).tokens().length;
      int text = model.tokenizer().encode("a").length;
      return Math.max(0, (three - one + 1) / 2 - text);
    } catch (TextModel.PromptRefusedException _) {
      return 8;
    }
  }
}
