/**
 * Windows containers through the Host Compute Service: process isolation with documents of the
 * second generation, Hyper-V isolation with those of the first.
 */
@NullMarked
package dev.mullion.engine.hcs;

import org.jspecify.annotations.NullMarked;
