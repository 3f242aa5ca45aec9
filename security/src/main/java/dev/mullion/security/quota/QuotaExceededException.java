package dev.mullion.security.quota;

import java.util.List;
import java.util.stream.Collectors;

/** What was asked for is more than a quota leaves. Its message is a sentence that may be shown. */
public final class QuotaExceededException extends RuntimeException {

    private final transient List<Forecast> exceeded;

    QuotaExceededException(List<Forecast> exceeded) {
        super(because(exceeded) + ". " + remedy(exceeded));
        this.exceeded = List.copyOf(exceeded);
    }

    /** Every limit that is in the way; at least one. */
    public List<Forecast> exceeded() {
        return exceeded;
    }

    /** What stood in the way, a clause without a full stop. */
    public String because() {
        return because(exceeded);
    }

    /** What the person can do about it, in sentences. */
    public String remedy() {
        return remedy(exceeded);
    }

    private static String because(List<Forecast> exceeded) {
        return exceeded.stream()
                .map(QuotaExceededException::because)
                .collect(Collectors.joining("; "));
    }

    private static String because(Forecast line) {
        var kind = line.kind();
        var quota =
                "the quota of "
                        + line.place().words()
                        + " is "
                        + kind.words(line.most())
                        + counted(kind);
        return line.unlimited()
                ? quota + ", and this container has no limit of " + kind.title()
                : quota
                        + ", of which "
                        + kind.words(line.used())
                        + " "
                        + (line.used() == 1 && !kind.unlimitable() ? "is" : "are")
                        + " taken, and this asks for "
                        + kind.words(line.asked())
                        + " more";
    }

    private static String counted(QuotaKind kind) {
        return switch (kind) {
            case CPU -> "";
            case MEMORY -> " of memory";
            case RUNNING, DEFINED, HYPERV -> " " + kind.title();
        };
    }

    private static String remedy(List<Forecast> exceeded) {
        return exceeded.stream()
                .map(QuotaExceededException::remedy)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String remedy(Forecast line) {
        if (line.unlimited()) {
            return "Give it a limit of " + line.kind().title() + ".";
        }
        return (line.kind().unlimitable() ? "Ask for less, or stop" : "Stop or remove")
                + " something else. Who can raise the quota of "
                + line.place().words()
                + ": "
                + String.join(", ", line.changeableBy())
                + ".";
    }
}
