/** Chat completions and text completions, in one piece and as streams. */
@NullMarked
package dev.chatwright.server.completion;

import org.jspecify.annotations.NullMarked;
