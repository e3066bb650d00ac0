/**
 * Conversations as trees, and what of a conversation a model is given.
 *
 * <p>A {@link dev.chatwright.dialogue.ConversationTree} is built from any list of {@link
 * dev.chatwright.dialogue.Node}s, broken ones too: it tells the children, siblings and paths, and
 * in {@code problems()} what it had to repair.
 *
 * <p>Before a reply, {@link dev.chatwright.dialogue.ContextPlanner} divides the model's context:
 *
 * <ul>
 *   <li>{@link dev.chatwright.dialogue.ContextPlan.Fits}: send its parts. Its gauge is what a page
 *       shows, its excerpts tell which pages of the attachments are read.
 *   <li>{@link dev.chatwright.dialogue.ContextPlan.NeedsSummary}: generate with {@link
 *       dev.chatwright.dialogue.SummaryTask}, keep the summary, and plan again. A long conversation
 *       takes several rounds, each of which fits the model.
 *   <li>{@link dev.chatwright.dialogue.ContextPlan.TooLong}: tell the person which part it is.
 * </ul>
 *
 * <p>{@link dev.chatwright.dialogue.TitleTask} and {@link dev.chatwright.dialogue.FollowUpTask}
 * hold the prompts of the small tasks beside a chat, and read the model's raw answers.
 *
 * <p>The module knows nothing of HTTP, databases, people or files.
 */
@NullMarked
package dev.chatwright.dialogue;

import org.jspecify.annotations.NullMarked;
