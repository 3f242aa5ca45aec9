package dev.mullion.engine.container;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The signals of Linux by their names and numbers. */
final class LinuxSignals implements Signals {

    /** The kernel's first and last real-time signals, without the two that glibc keeps. */
    private static final int REAL_TIME_FIRST = 34;

    private static final int REAL_TIME_LAST = 64;

    private static final Map<String, Integer> NUMBERS = numbers();

    @Override
    public int number(String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = text.length() > 3 ? 0 : Integer.parseInt(text);
            if (number < 1 || number > REAL_TIME_LAST) {
                throw Signals.unknown(text);
            }
            return number;
        }
        String name = text.toUpperCase(Locale.ROOT);
        Integer number = NUMBERS.get(name.startsWith("SIG") ? name.substring(3) : name);
        if (number == null) {
            throw Signals.unknown(text);
        }
        return number;
    }

    private static Map<String, Integer> numbers() {
        List<String> inOrder =
                List.of(
                        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                        "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                        "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH",
                        "IO", "PWR", "SYS");
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < inOrder.size(); i++) {
            numbers.put(inOrder.get(i), i + 1);
        }
        numbers.put("IOT", 6);
        numbers.put("CLD", 17);
        numbers.put("POLL", 29);
        for (int i = REAL_TIME_FIRST; i <= REAL_TIME_LAST; i++) {
            numbers.put(realTimeName(i), i);
        }
        return Map.copyOf(numbers);
    }

    private static String realTimeName(int number) {
        int fromFirst = number - REAL_TIME_FIRST;
        int toLast = REAL_TIME_LAST - number;
        if (fromFirst <= 15) {
            return fromFirst == 0 ? "RTMIN" : "RTMIN+" + fromFirst;
        }
        return toLast == 0 ? "RTMAX" : "RTMAX-" + toLast;
    }
}
