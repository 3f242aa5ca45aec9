package dev.mullion.engine.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The body of an answer that goes out while the request's body still comes in. */
final class BesideUpload extends FilterOutputStream {

    private final Callback done;
    private boolean ended;

    BesideUpload(Response response, Callback done) {
        super(Content.Sink.asOutputStream(response));
        this.done = done;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        OutputStream body = out;
        try {
            body.close();
            done.succeeded();
        } catch (IOException e) {
            done.failed(e);
            throw new ClientGoneException(e);
        }
    }

    void breakOff() {
        if (!ended) {
            ended = true;
            done.failed(new IOException("the answer was broken off"));
        }
    }
}
