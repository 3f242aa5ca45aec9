package dev.mullion.tests.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Something all contenders do in turn.
 *
 * @param name for the table
 * @param before what is done first and not measured
 * @param measured what is measured
 * @param after what is done last and not measured
 */
record Discipline(
        String name, List<List<String>> before, List<String> measured, List<List<String>> after) {

    static Discipline of(String name, String measured) {
        return new Discipline(name, List.of(), words(measured), List.of());
    }

    Discipline after(String command) {
        return new Discipline(name, before, measured, List.of(words(command)));
    }

    Discipline before(String command) {
        return new Discipline(name, List.of(words(command)), measured, after);
    }

    private static List<String> words(String command) {
        return Arrays.asList(command.split(" "));
    }
}
