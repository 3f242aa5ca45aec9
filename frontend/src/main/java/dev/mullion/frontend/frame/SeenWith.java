package dev.mullion.frontend.frame;

import dev.mullion.security.Permission;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The permission without which a page has nothing to show. The navigation leaves the page out, and
 * whoever goes to its address is told why they see nothing. What is on the page is the services' to
 * give.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SeenWith {
    Permission value();

    /** Whether it is enough to have it somewhere; else it takes the platform. */
    boolean anywhere() default false;
}
