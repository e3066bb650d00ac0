package dev.chatwright.server.generation;

import dev.chatwright.dialogue.AttachmentExcerpt;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.LogProbabilityOptions;
import dev.chatwright.server.model.TextModel;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The prompt of a reply, ready for the engine.
 *
 * <p>Immutable; nobody changes the array.
 *
 * @param tokens the prompt
 * @param newText whether the reply begins anew and does not go on with what is there
 * @param excerpts the files with the pages that are in it
 */
@SuppressWarnings("ArrayRecordComponent") // prompts run to 100 000s of ids
record PreparedPrompt(int[] tokens, boolean newText, List<AttachmentExcerpt> excerpts) {
  PreparedPrompt {
    excerpts = List.copyOf(excerpts);
  }

  GenerationRequest request(TextModel model, ReplyRequest asked) {
    int room = Math.max(1, model.contextLength() - tokens.length);
    GenerationRequest request =
        new GenerationRequest(
            tokens,
            Math.min(asked.maxTokens(), room),
            asked.sampling(),
            List.of(),
            LogProbabilityOptions.NONE);
    return newText ? request.asNewText() : request;
  }

  /** What tells two prompts apart without telling what they say. */
  String hash() {
    ByteBuffer bytes = ByteBuffer.allocate(tokens.length * Integer.BYTES);
    bytes.asIntBuffer().put(tokens);
    return HexFormat.of().formatHex(TokenCounts.sha256(bytes.array()));
  }

  /** The files of which not every page is in it. */
  List<Map<String, Object>> usedPages() {
    return excerpts.stream()
        .filter(excerpt -> !excerpt.whole())
        .map(
            excerpt ->
                Map.<String, Object>of(
                    "attachment_id",
                    excerpt.attachment().id(),
                    "pages",
                    excerpt.pages(),
                    "of",
                    excerpt.of()))
        .toList();
  }
}
