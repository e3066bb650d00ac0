/** Rules about the whole repository, as tests. */
@NullMarked
package dev.chatwright.verification;

import org.jspecify.annotations.NullMarked;
