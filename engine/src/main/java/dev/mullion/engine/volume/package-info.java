/** Volumes: folders of a host that outlive the containers that use them. */
@NullMarked
package dev.mullion.engine.volume;

import org.jspecify.annotations.NullMarked;
