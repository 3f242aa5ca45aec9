/**
 * The seam between the engine and the operating system: layers, networks and running processes, in
 * words that fit Linux namespaces, Windows compute systems and small virtual machines alike.
 */
@NullMarked
package dev.mullion.engine.runtime;

import org.jspecify.annotations.NullMarked;
