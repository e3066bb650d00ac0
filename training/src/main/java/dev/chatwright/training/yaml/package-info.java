/** YAML from files that are not trusted, read strictly. Knows nothing of what recipes say. */
@NullMarked
package dev.chatwright.training.yaml;

import org.jspecify.annotations.NullMarked;
