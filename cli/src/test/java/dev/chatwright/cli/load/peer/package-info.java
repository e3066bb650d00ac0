@NullMarked
package dev.chatwright.cli.load.peer;

import org.jspecify.annotations.NullMarked;
