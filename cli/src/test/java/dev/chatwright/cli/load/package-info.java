@NullMarked
package dev.chatwright.cli.load;

import org.jspecify.annotations.NullMarked;
