package dev.mullion.frontend.container;

/**
 * One line for the log viewer.
 *
 * @param kind the stream it came from, or a note of the portal's own
 * @param time when the container wrote it, as the engine said it; empty if unknown
 * @param text harmless text without line breaks
 */
record LogLine(Kind kind, String time, String text) {

    enum Kind {
        OUT("out"),
        ERR("err"),
        NOTE("note");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    static LogLine note(String text) {
        return new LogLine(Kind.NOTE, "", text);
    }
}
