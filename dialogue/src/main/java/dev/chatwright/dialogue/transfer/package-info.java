/**
 * Conversations from other products and to files.
 *
 * <p>Importing reads one conversation at a time, so that the size of a file does not matter:
 *
 * <pre>{@code
 * try (ImportReader reader = ImportReader.open(upload, ImportLimits.DEFAULT)) {
 *   for (var next = reader.next(); next.isPresent(); next = reader.next()) {
 *     switch (next.get()) {
 *       case ImportResult.Imported imported -> store(imported.conversation(), imported.notes());
 *       case ImportResult.Broken broken -> report(broken.index(), broken.title(), broken.reason());
 *     }
 *   }
 * } catch (ImportException failure) {
 *   report(failure.getMessage()); // what was read before stays
 * }
 * }</pre>
 *
 * <p>The nodes of an imported conversation are sound: every parent is there, ids are unique,
 * nothing runs in a circle. Ids are those of the file and mean nothing outside it.
 *
 * <p>Exporting: {@link dev.chatwright.dialogue.transfer.JsonExport} writes any number of
 * conversations as one JSON document (described by {@code conversation-export.schema.json} beside
 * it), {@link dev.chatwright.dialogue.transfer.MarkdownExport} and {@link
 * dev.chatwright.dialogue.transfer.HtmlExport} write the active branch of one. Replies are marked
 * as a machine's in all of them.
 */
@NullMarked
package dev.chatwright.dialogue.transfer;

import org.jspecify.annotations.NullMarked;
