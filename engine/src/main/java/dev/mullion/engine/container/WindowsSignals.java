package dev.mullion.engine.container;

import dev.mullion.engine.runtime.WindowsSignal;
import java.util.Locale;
import java.util.Map;

/**
 * What consoles on Windows are told, by Windows' own names and by those of Linux that mean the same
 * to whoever sends them.
 */
final class WindowsSignals implements Signals {

    private static final Map<String, WindowsSignal> NAMES =
            Map.ofEntries(
                    Map.entry("KILL", WindowsSignal.KILL),
                    Map.entry("TERM", WindowsSignal.SHUTDOWN),
                    Map.entry("CTRLSHUTDOWN", WindowsSignal.SHUTDOWN),
                    Map.entry("INT", WindowsSignal.CTRL_C),
                    Map.entry("CTRLC", WindowsSignal.CTRL_C),
                    Map.entry("BREAK", WindowsSignal.CTRL_BREAK),
                    Map.entry("CTRLBREAK", WindowsSignal.CTRL_BREAK),
                    Map.entry("CTRLCLOSE", WindowsSignal.CTRL_CLOSE),
                    Map.entry("CTRLLOGOFF", WindowsSignal.CTRL_LOGOFF));

    @Override
    public int number(String text) {
        if (text.matches("\\d{1,3}")) {
            return WindowsSignal.of(Integer.parseInt(text))
                    .orElseThrow(() -> Signals.unknown(text))
                    .number();
        }
        String name = text.toUpperCase(Locale.ROOT);
        WindowsSignal signal = NAMES.get(name.startsWith("SIG") ? name.substring(3) : name);
        if (signal == null) {
            throw Signals.unknown(text);
        }
        return signal.number();
    }
}
