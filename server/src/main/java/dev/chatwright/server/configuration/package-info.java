/** What an operator may set: one table of options, one file, and where each value came from. */
@NullMarked
package dev.chatwright.server.configuration;

import org.jspecify.annotations.NullMarked;
