/** What flows between clients and running containers: attached streams, logs, figures. */
@NullMarked
package dev.mullion.engine.stream;

import org.jspecify.annotations.NullMarked;
