package dev.mullion.docker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an image is made for: operating system, processor and perhaps a variant of it. */
public final class Platform {

    private static final Pattern PART = Pattern.compile("[a-z0-9_.-]{1,64}");

    private final String os;
    private final String architecture;
    private final @Nullable String variant;

    private Platform(String os, String architecture, @Nullable String variant) {
        this.os = os;
        this.architecture = architecture;
        this.variant = variant;
    }

    /**
     * Reads {@code os/architecture} or {@code os/architecture/variant}, in any case. The kernel's
     * names for processors become Go's, which registries use: {@code x86_64} is {@code amd64},
     * {@code aarch64} is {@code arm64}.
     *
     * @param text for example {@code windows/amd64} or {@code linux/arm/v7}
     * @return the platform
     * @throws IllegalArgumentException if the text has fewer or more parts, or a part has strange
     *     characters
     */
    @JsonCreator
    public static Platform of(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "Not a platform: "
                            + Quoted.text(text)
                            + " isn't os/architecture like windows/amd64");
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "Not a platform: in "
                                + Quoted.text(text)
                                + ", "
                                + Quoted.text(part)
                                + " isn't a word of letters, digits, dots, dashes and underscores");
            }
        }
        String architecture =
                switch (parts[1]) {
                    case "x86_64", "x86-64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> parts[1];
                };
        return new Platform(parts[0], architecture, parts.length == 3 ? parts[2] : null);
    }

    /**
     * Returns the operating system.
     *
     * @return for example {@code windows} or {@code linux}
     */
    public String os() {
        return os;
    }

    /**
     * Returns the processor, by Go's name.
     *
     * @return for example {@code amd64}
     */
    public String architecture() {
        return architecture;
    }

    /**
     * Returns the variant of the processor.
     *
     * @return for example {@code v7}, or nothing
     */
    public Optional<String> variant() {
        return Optional.ofNullable(variant);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Platform that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Returns {@code os/architecture} or {@code os/architecture/variant} in lower case. */
    @Override
    @JsonValue
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
