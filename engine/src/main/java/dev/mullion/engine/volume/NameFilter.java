package dev.mullion.engine.volume;

import java.util.List;

/**
 * Names as the {@code name} filter of a list matches them: any part of the name, or from its start
 * with {@code ^}, to its end with {@code $}. Docker takes whole regular expressions; the two signs
 * are what people use of them, and nothing a client sends can take long to match.
 */
final class NameFilter {

    private NameFilter() {}

    static boolean matches(List<String> wanted, String name) {
        return wanted.isEmpty() || wanted.stream().anyMatch(one -> matches(one, name));
    }

    private static boolean matches(String wanted, String name) {
        boolean start = wanted.startsWith("^");
        boolean end = wanted.endsWith("$");
        String part =
                wanted.substring(
                        start ? 1 : 0, Math.max(start ? 1 : 0, wanted.length() - (end ? 1 : 0)));
        if (start && end) {
            return name.equals(part);
        }
        return start ? name.startsWith(part) : end ? name.endsWith(part) : name.contains(part);
    }
}
