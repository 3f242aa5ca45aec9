/** What people do with the docker command and with other clients, done with the real engine. */
@NullMarked
package dev.mullion.engine.story;

import org.jspecify.annotations.NullMarked;
