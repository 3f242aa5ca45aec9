package dev.mullion.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An argument of an audited call whose text belongs into the audit: without it nobody could tell
 * later what was done. Never for something that may hold a secret.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Audited {
    /** What the argument is, in a word or two; it stands before its text. */
    String value();
}
