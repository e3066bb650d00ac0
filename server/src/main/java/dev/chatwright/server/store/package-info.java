/**
 * The database: one queue of writes that are on disk when they are said to be, reads beside it,
 * migrations.
 *
 * <p>It knows nothing of what the tables mean; each feature keeps its own SQL.
 */
@NullMarked
package dev.chatwright.server.store;

import org.jspecify.annotations.NullMarked;
