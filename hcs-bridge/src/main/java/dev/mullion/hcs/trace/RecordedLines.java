package dev.mullion.hcs.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a recording says.
 *
 * @param calls in the order in which they returned
 * @param notices what was called back, in order
 * @param missing {@code dll!export} of the functions that the host didn't have
 */
record RecordedLines(List<Call> calls, List<Notice> notices, Set<String> missing) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A call, and the number of its line. */
    record Call(int line, JsonNode json) {
        String name() {
            return json.path("dll").asString() + "!" + json.path("call").asString();
        }
    }

    /**
     * A call back.
     *
     * @param after how many calls had returned before
     */
    record Notice(int after, JsonNode json) {}

    static RecordedLines read(Path file) throws IOException {
        List<Call> calls = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        Set<String> missing = new HashSet<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode json = parse(file, i + 1, lines);
            if (json.has("call")) {
                calls.add(new Call(i + 1, json));
            } else if (json.has("notice")) {
                notices.add(new Notice(calls.size(), json));
            } else if (json.has("missing")) {
                missing.add(json.path("dll").asString() + "!" + json.path("missing").asString());
            }
        }
        return new RecordedLines(calls, notices, missing);
    }

    private static JsonNode parse(Path file, int number, List<String> lines) throws IOException {
        try {
            return JSON.readTree(lines.get(number - 1));
        } catch (JacksonException e) {
            if (number == lines.size()) {
                // cut off where the recorded process ended
                return JSON.createObjectNode();
            }
            throw new IOException("Line " + number + " of " + file + " isn't JSON", e);
        }
    }
}
