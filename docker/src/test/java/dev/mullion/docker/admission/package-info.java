/** Tests of admissions and their signatures. */
@NullMarked
package dev.mullion.docker.admission;

import org.jspecify.annotations.NullMarked;
