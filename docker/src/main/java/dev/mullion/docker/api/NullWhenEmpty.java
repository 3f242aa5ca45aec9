package dev.mullion.docker.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a list or map that an engine writes as {@code null} while it is empty, as Docker does for
 * slices and maps that were never made. {@link EngineJson} looks for it.
 */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@interface NullWhenEmpty {}
