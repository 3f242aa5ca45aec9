/** More processes in running containers. */
@NullMarked
package dev.mullion.engine.exec;

import org.jspecify.annotations.NullMarked;
