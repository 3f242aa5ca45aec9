package dev.mullion.hcs.emulator.program;

import org.jspecify.annotations.Nullable;

/**
 * What a program reads and writes.
 *
 * @param in its input
 * @param out its output
 * @param err its errors
 * @param terminal its console, or null
 */
public record Streams(Input in, Output out, Output err, @Nullable Terminal terminal) {

    Streams withInput(Input other) {
        return new Streams(other, out, err, terminal);
    }

    Streams withOutput(Output other) {
        return new Streams(in, other, err, terminal);
    }

    Streams withErrors(Output other) {
        return new Streams(in, out, other, terminal);
    }
}
