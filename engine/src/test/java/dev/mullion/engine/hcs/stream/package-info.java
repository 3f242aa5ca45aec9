/** What flows between a Windows process, its log and those who are attached to it, by itself. */
@NullMarked
package dev.mullion.engine.hcs.stream;

import org.jspecify.annotations.NullMarked;
