package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import dev.mullion.engine.registry.RegistryCalls.Access;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/**
 * One blob on its way to a registry: an upload is opened, filled and closed with the digest. After
 * a break the registry is asked how much it has; if it can't say, the upload begins anew.
 */
final class BlobUpload {

    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

    private final RegistryCalls calls;
    private final Patience patience;
    private final Origin origin;
    private final Access access;
    private final Content content;

    /** Where the registry wants the next bytes; null before the upload is open. */
    private @Nullable URI upload;

    private long sent;

    BlobUpload(
            RegistryCalls calls, Patience patience, Origin origin, Access access, Content content) {
        this.calls = calls;
        this.patience = patience;
        this.origin = origin;
        this.access = access;
        this.content = content;
    }

    /** What is uploaded, and where to. */
    record Content(
            String path,
            Digest digest,
            long size,
            Supplier<InputStream> source,
            LongConsumer progress) {}

    void run() throws RegistryException {
        while (true) {
            long before = sent;
            try {
                URI open = upload;
                if (open == null) {
                    open = open();
                }
                finish(fill(open));
                patience.said();
                return;
            } catch (RegistryException e) {
                if (!e.mayPass()) {
                    throw e;
                }
                patience.pause(e);
                resume();
                if (sent > before) {
                    patience.gotOn();
                }
            }
        }
    }

    private URI open() throws RegistryException {
        URI uri = calls.address(origin, "/v2/" + content.path() + "/blobs/uploads/");
        try (Reply reply = calls.expect(origin, Ask.of("POST", uri), access, 202)) {
            reply.done();
            sent = 0;
            return next(reply);
        }
    }

    private URI fill(URI open) throws RegistryException {
        if (sent == content.size() && sent > 0) {
            return open;
        }
        try (InputStream source = content.source().get()) {
            source.skipNBytes(sent);
            long rest = content.size() - sent;
            Ask ask =
                    Ask.of("PATCH", open)
                            .body(
                                    new InputStreamEntity(
                                            new Told(source, sent, content.progress()),
                                            rest,
                                            ContentType.APPLICATION_OCTET_STREAM));
            if (sent > 0) {
                ask = ask.with("Content-Range", sent + "-" + (content.size() - 1));
            }
            try (Reply reply = calls.expect(origin, ask, access, 202, 204, 201)) {
                reply.done();
                sent = content.size();
                return next(reply);
            }
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw new RegistryException(
                    Kind.CANCELLED,
                    "The blob " + content.digest() + " can't be read: " + RegistryText.words(e),
                    e);
        }
    }

    private void finish(URI open) throws RegistryException {
        String uri = open.toString();
        URI whole =
                URI.create(uri + (uri.indexOf('?') < 0 ? "?" : "&") + "digest=" + content.digest());
        try (Reply reply = calls.expect(origin, Ask.of("PUT", whole), access, 201, 204)) {
            reply.done();
        }
    }

    /** Finds out how much the registry has; begins anew if it doesn't say. */
    private void resume() throws RegistryException {
        URI open = upload;
        upload = null;
        sent = 0;
        if (open == null) {
            return;
        }
        try (Reply reply = calls.call(origin, Ask.of("GET", open), access)) {
            String range = reply.header("Range");
            Matcher end = RANGE.matcher(range == null ? "" : range);
            boolean says = reply.status() == 204 && end.matches();
            reply.done();
            if (says) {
                long has = Long.parseLong(end.group(1)) + 1;
                // 0-0 is said of an empty upload as well as of one byte
                if (has > 1 && has <= content.size()) {
                    sent = has;
                    upload = next(reply);
                    content.progress().accept(has);
                }
            }
        } catch (RegistryException e) {
            if (!e.mayPass()) {
                throw e;
            }
            // not even that; the next attempt says why
        }
    }

    private URI next(Reply reply) throws RegistryException {
        String location = reply.header("Location");
        if (location == null) {
            throw new RegistryException(
                    Kind.WRONG, reply.asked() + ": the registry doesn't say where to upload to");
        }
        URI target = Redirection.target(reply.asked(), reply.uri(), location);
        upload = target;
        return target;
    }

    /** Tells how far the content has been read. */
    private static final class Told extends FilterInputStream {

        private final LongConsumer progress;
        private long position;

        private Told(InputStream in, long position, LongConsumer progress) {
            super(in);
            this.position = position;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = in.read(into, from, length);
            if (count > 0) {
                position += count;
                progress.accept(position);
            }
            return count;
        }
    }
}
