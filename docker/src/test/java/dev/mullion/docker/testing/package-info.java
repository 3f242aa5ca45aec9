/**
 * Real parts that the tests of every module share: a Docker Engine and registries, sealed off from
 * the machine.
 */
@NullMarked
package dev.mullion.docker.testing;

import org.jspecify.annotations.NullMarked;
