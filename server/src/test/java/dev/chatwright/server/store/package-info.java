/** Tests of the store. */
@NullMarked
package dev.chatwright.server.store;

import org.jspecify.annotations.NullMarked;
