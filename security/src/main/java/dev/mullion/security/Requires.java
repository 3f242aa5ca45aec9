package dev.mullion.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The permission that a service method needs. It is asked for on the first argument that is a
 * {@link Resource}, or on the platform where there is none, before the method's body runs. If
 * {@link Permission#changes()}, the call is audited too, and does not happen when the audit cannot
 * be written.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Permission value();
}
