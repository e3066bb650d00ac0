@NullMarked
package dev.chatwright.cli.load.serving;

import org.jspecify.annotations.NullMarked;
