/**
 * Texts at rest: sealed with one key per person, which are sealed with a master key outside the
 * database.
 *
 * <p>Every seal is bound to the table, column, row and person it was made for, so that what was
 * moved does not open.
 */
@NullMarked
package dev.chatwright.server.vault;

import org.jspecify.annotations.NullMarked;
