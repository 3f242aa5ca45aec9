package dev.mullion.backend.api;

import dev.mullion.backend.Problem;
import org.jspecify.annotations.Nullable;

/** What a request's body must not leave out. */
final class Required {

    private Required() {}

    static <T> T field(String name, @Nullable T value, String asked) {
        if (value == null) {
            throw Problem.invalid(name, asked, "\"" + name + "\" is missing", "Give it.");
        }
        return value;
    }
}
