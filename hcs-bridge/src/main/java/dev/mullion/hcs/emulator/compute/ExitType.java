package dev.mullion.hcs.emulator.compute;

/** How a system ended. */
enum ExitType {
    GRACEFUL("GracefulExit", Codes.OK),
    FORCED("ForcedExit", Codes.OK),
    UNEXPECTED("UnexpectedExit", Codes.UNEXPECTED_EXIT);

    private final String word;
    private final int status;

    ExitType(String word, int status) {
        this.word = word;
        this.status = status;
    }

    String word() {
        return word;
    }

    int status() {
        return status;
    }
}
