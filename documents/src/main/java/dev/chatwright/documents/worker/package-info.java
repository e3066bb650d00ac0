/**
 * The other side: what runs in the process that reads uploads, and the only code that meets Tika.
 *
 * <p>No class of this package is loaded by the server.
 */
@NullMarked
package dev.chatwright.documents.worker;

import org.jspecify.annotations.NullMarked;
