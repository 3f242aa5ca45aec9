package dev.mullion.frontend.frame;

import com.vaadin.flow.component.html.Span;
import java.util.Locale;

/**
 * A number of bytes as people read it: binary units, three figures.
 *
 * @param bytes zero or more; a negative number means that nobody knows
 */
public record ByteSize(long bytes) {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    public boolean known() {
        return bytes >= 0;
    }

    /** For example {@code 1.4 GiB}; an em dash where the size is unknown. */
    @Override
    public String toString() {
        if (!known()) {
            return "—";
        }
        double value = bytes;
        int unit = 0;
        // 999.5 and more would print as four figures, so it moves up to the next unit
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        String pattern =
                unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, pattern, value, UNITS[unit]);
    }

    /** The size to the byte, for example {@code 1,503,238,553 bytes}. */
    public String exact() {
        return known() ? String.format(Locale.ROOT, "%,d bytes", bytes) : "unknown";
    }

    /** The size as an element with the exact number on hover. */
    public Span toSpan() {
        Span span = new Span(toString());
        span.addClassName("figure");
        span.setTitle(exact());
        return span;
    }
}
