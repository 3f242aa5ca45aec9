package dev.mullion.engine.image;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines of progress. The answer begins with the first of them: what fails before is answered
 * with its own status, what fails afterwards with one more line.
 */
final class ProgressOutput implements Consumer<ProgressLine> {

    private final Call call;
    private @Nullable OutputStream out;

    ProgressOutput(Call call) {
        this.call = call;
    }

    /** What is done while lines are sent. */
    interface Work {

        void run(Consumer<ProgressLine> lines) throws IOException;
    }

    /** Does something and tells of it. */
    static void answer(Call call, Work work) throws IOException {
        ProgressOutput output = new ProgressOutput(call);
        try {
            work.run(output);
        } catch (EngineProblem e) {
            output.fail(String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the client has gone
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            output.fail(message, EngineProblem.failed(message, e));
        }
        output.end();
    }

    @Override
    public void accept(ProgressLine line) {
        try {
            OutputStream open = out;
            if (open == null) {
                open = call.stream("application/json");
                out = open;
            }
            open.write(line.bytes());
            open.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(String message, EngineProblem problem) throws IOException {
        if (out == null) {
            throw problem;
        }
        try {
            accept(ProgressLine.failure(message));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void end() throws IOException {
        OutputStream open = out;
        if (open != null) {
            open.close();
        }
    }
}
