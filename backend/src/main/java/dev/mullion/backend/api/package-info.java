/** The REST API under {@code /api/v1}: the same services and checks as the pages, as JSON. */
@NullMarked
package dev.mullion.backend.api;

import org.jspecify.annotations.NullMarked;
