package dev.mullion.engine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import tools.jackson.databind.json.JsonMapper;

/** The engine's own log: one JSON object a line on standard error, for people and collectors. */
final class EngineLog {

    private EngineLog() {}

    static void open(System.Logger.Level level) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler handler = new ConsoleHandler();
        handler.setFormatter(new Lines());
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        Logger.getLogger("dev.mullion").setLevel(levelOf(level));
    }

    private static Level levelOf(System.Logger.Level level) {
        return switch (level) {
            case ERROR -> Level.SEVERE;
            case WARNING -> Level.WARNING;
            case DEBUG, TRACE, ALL -> Level.FINE;
            case INFO, OFF -> Level.INFO;
        };
    }

    private static final class Lines extends Formatter {

        private final JsonMapper mapper = new JsonMapper();

        @Override
        public String format(LogRecord entry) {
            Map<String, String> line = new LinkedHashMap<>();
            line.put("time", DateTimeFormatter.ISO_INSTANT.format(entry.getInstant()));
            line.put("level", nameOf(entry.getLevel()));
            line.put("logger", String.valueOf(entry.getLoggerName()));
            line.put("message", formatMessage(entry));
            if (entry.getThrown() != null) {
                StringWriter trace = new StringWriter();
                entry.getThrown().printStackTrace(new PrintWriter(trace));
                line.put("error", trace.toString());
            }
            return mapper.writeValueAsString(line) + System.lineSeparator();
        }

        private static String nameOf(Level level) {
            return level.intValue() < Level.INFO.intValue()
                    ? "debug"
                    : level.intValue() >= Level.SEVERE.intValue()
                            ? "error"
                            : level.getName().toLowerCase(Locale.ROOT);
        }
    }
}
