package dev.mullion.engine.stream;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.runtime.TerminalSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The size of a terminal as clients ask for it. */
public final class RequestedSize {

    private RequestedSize() {}

    /**
     * Reads the query parameters {@code h} and {@code w}.
     *
     * @throws EngineProblem 400 if they aren't there
     */
    public static TerminalSize of(Call call) {
        int rows = call.number("h", -1);
        int columns = call.number("w", -1);
        if (rows < 0 || columns < 0) {
            throw EngineProblem.invalid("strconv.Atoi: parsing \"\": invalid syntax");
        }
        return new TerminalSize(rows, columns);
    }

    /**
     * Reads a body's {@code ConsoleSize}.
     *
     * @param rowsAndColumns both, or nothing
     * @return null if nothing was asked for
     */
    public static @Nullable TerminalSize of(List<Integer> rowsAndColumns) {
        return rowsAndColumns.size() == 2 && rowsAndColumns.getFirst() > 0
                ? new TerminalSize(rowsAndColumns.getFirst(), rowsAndColumns.getLast())
                : null;
    }
}
