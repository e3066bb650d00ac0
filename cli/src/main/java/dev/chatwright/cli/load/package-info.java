/**
 * A server of its own process under load: killed and started again, with streams that are cut, and
 * the count of what got lost ({@code bench crash}); many streams at once ({@code bench streams});
 * many writers, a long list and a search ({@code bench store}). The model of that server is canned,
 * so that no engine is needed and every reply is known beforehand.
 */
@NullMarked
package dev.chatwright.cli.load;

import org.jspecify.annotations.NullMarked;
