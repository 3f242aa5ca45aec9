package dev.mullion.hcs.emulator.program;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Programs that Windows hasn't: they do what containers do that are easy or hard to handle. */
final class TestPrograms {

    private static final int PIECE = 4096;
    private static final int LINE = 64;
    private static final int FAILED = 1;

    private TestPrograms() {}

    static int tee(Execution execution) {
        byte[] bytes = new byte[PIECE];
        for (int got = execution.read(bytes); got >= 0; got = execution.read(bytes)) {
            execution.streams().out().write(bytes, got);
        }
        return 0;
    }

    static int sleep(Execution execution) {
        List<String> arguments = execution.arguments();
        if (arguments.isEmpty()) {
            execution.complain("sleep: give a number of seconds");
            return FAILED;
        }
        execution.life().sleep(seconds(arguments.getFirst()));
        return 0;
    }

    static int timeout(Execution execution) {
        String time =
                execution.arguments().stream()
                        .filter(argument -> !argument.startsWith("/"))
                        .findFirst()
                        .orElse("0");
        execution.line("");
        execution.line("Waiting for " + time + " seconds ...");
        execution.life().sleep(seconds(time));
        return 0;
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /** Writes so many bytes in lines, or without an end. */
    static int spam(Execution execution) {
        List<String> arguments = execution.arguments();
        long left = arguments.isEmpty() ? Long.MAX_VALUE : bytes(arguments.getFirst());
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) '#');
        for (int i = LINE - 1; i < PIECE; i += LINE) {
            piece[i] = '\n';
        }
        while (left > 0) {
            int part = (int) Math.min(PIECE, left);
            execution.life().check();
            execution.streams().out().write(piece, part);
            left -= part;
        }
        execution.life().check();
        return 0;
    }

    private static long bytes(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static int holdPipe(Execution execution) {
        execution.life().holdPipes();
        execution.line("This output stays open.");
        return 0;
    }

    /** Takes every signal, and does nothing. */
    static final class IgnoreControl implements Program {

        @Override
        public void prepare(Life life) {
            life.handle(signal -> true);
        }

        @Override
        public int run(Execution execution) {
            prepare(execution.life()); // a shell may have begun it
            execution.line("Only terminating ends this.");
            execution.life().await(new CompletableFuture<>());
            return 0;
        }
    }

    static int slowControl(Execution execution) {
        var signalled = new CompletableFuture<Boolean>();
        execution
                .life()
                .handle(signal -> {
                    signalled.complete(true);
                    return true;
                });
        execution.line("Waiting for a signal.");
        execution.life().await(signalled);
        execution.line("Ending.");
        List<String> arguments = execution.arguments();
        execution.life().sleep(seconds(arguments.isEmpty() ? "1" : arguments.getFirst()));
        return 0;
    }
}
