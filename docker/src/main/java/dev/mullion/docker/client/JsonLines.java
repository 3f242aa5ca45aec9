package dev.mullion.docker.client;

import dev.mullion.docker.api.DockerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A stream of JSON documents, one a line. */
final class JsonLines<T> extends WireStream<T> {

    /** Stands before each document in {@code application/json-seq}. */
    private static final byte RECORD_SEPARATOR = 0x1e;

    private final InputStream in;
    private final int longest;
    private final Function<JsonNode, T> reader;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int filled;

    JsonLines(Answer answer, int longest, Function<JsonNode, T> reader) {
        super(answer.call());
        this.in = answer.body();
        this.longest = longest;
        this.reader = reader;
    }

    @Override
    @Nullable T read() throws IOException {
        while (true) {
            byte[] line = line();
            if (line == null) {
                return null;
            }
            if (hasContent(line)) {
                return document(line);
            }
        }
    }

    private T document(byte[] line) {
        try {
            return reader.apply(DockerJson.mapper().readTree(line));
        } catch (JacksonException e) {
            throw new MalformedAnswerException(
                    call().asked(), "a line of the stream can't be read: " + Answer.why(e), e);
        }
    }

    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (true) {
            if (position == filled) {
                filled = in.read(buffer);
                position = 0;
                if (filled < 0) {
                    filled = 0;
                    return line.size() == 0 ? null : line.toByteArray();
                }
            }
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (line.size() + (end - position) > longest) {
                throw new MessageConstraintException(
                        "a line of the stream is longer than " + longest + " bytes");
            }
            line.write(buffer, position, end - position);
            boolean whole = end < filled;
            position = whole ? end + 1 : end;
            if (whole) {
                return line.toByteArray();
            }
        }
    }

    private static boolean hasContent(byte[] line) {
        boolean content = false;
        for (int i = 0; i < line.length; i++) {
            if (line[i] == RECORD_SEPARATOR && !content) {
                line[i] = ' ';
            }
            content |= line[i] != ' ' && line[i] != '\r' && line[i] != '\t';
        }
        return content;
    }
}
