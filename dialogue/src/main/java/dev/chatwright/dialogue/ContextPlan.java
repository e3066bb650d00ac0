package dev.chatwright.dialogue;

import java.util.List;
import java.util.Optional;

/** What a model can be given of a conversation. Immutable. */
public sealed interface ContextPlan {

  /** The parts of a prompt that can be too long. */
  enum Part {
    /** The instructions. */
    SYSTEM,
    /** The last message from the person, with what follows it. */
    LAST_EXCHANGE
  }

  /**
   * Everything fits, but for pages of attachments where an excerpt says so.
   *
   * @param system the instructions
   * @param excerpts every attachment with the pages that are used, which may be none
   * @param summary what stands for the messages above the turns
   * @param turns the messages kept, to the end of the path
   * @param gauge how the context is used
   */
  record Fits(
      String system,
      List<AttachmentExcerpt> excerpts,
      Optional<Summary> summary,
      List<Turn> turns,
      ContextGauge gauge)
      implements ContextPlan {
    /** Copies the lists. */
    public Fits {
      excerpts = List.copyOf(excerpts);
      turns = List.copyOf(turns);
    }
  }

  /**
   * Messages have to be summarised first. When there are more than one prompt can hold, these are
   * the first of them: plan again with the new summary.
   *
   * @param previous the summary so far, which the new one replaces and must contain
   * @param turns the messages to summarise, oldest first
   * @param shortened whether a message is so long that its middle was left out, which its text says
   * @param upToNodeId the last message that the new summary covers
   * @param maximumTokens how long the new summary may become
   */
  record NeedsSummary(
      Optional<Summary> previous,
      List<Turn> turns,
      boolean shortened,
      String upToNodeId,
      int maximumTokens)
      implements ContextPlan {
    /** Copies the messages. */
    public NeedsSummary {
      turns = List.copyOf(turns);
    }
  }

  /**
   * One part does not fit, and no summary helps.
   *
   * @param part which
   * @param tokens how long it is
   * @param room how long it may be
   */
  record TooLong(Part part, int tokens, int room) implements ContextPlan {}
}
