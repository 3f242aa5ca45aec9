package dev.mullion.backend.container;

import dev.mullion.docker.client.DockerStream;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Caller;
import dev.mullion.security.Decision;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Resource;
import dev.mullion.security.Watch;
import org.jspecify.annotations.Nullable;

/**
 * A stream that ends, with a {@link RefusedException}, as soon as whoever opened it may read it no
 * longer.
 */
final class WatchedStream<T> implements DockerStream<T> {

    private final DockerStream<T> stream;
    private final Caller caller;
    private final Permission permission;
    private final Resource resource;
    private final Watch watch;
    private volatile @Nullable Decision refusal;

    WatchedStream(
            DockerStream<T> stream,
            Authorizer authorizer,
            Caller caller,
            Permission permission,
            Resource resource) {
        this.stream = stream;
        this.caller = caller;
        this.permission = permission;
        this.resource = resource;
        try {
            this.watch = authorizer.whileAllowed(caller, permission, resource, this::end);
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private void end(Decision decision) {
        refusal = decision;
        stream.close();
    }

    @Override
    public boolean hasNext() {
        boolean more = stream.hasNext();
        var refused = refusal;
        if (refused != null) {
            throw new RefusedException(caller, permission, resource, refused);
        }
        return more;
    }

    @Override
    public T next() {
        return stream.next();
    }

    @Override
    public void close() {
        watch.close();
        stream.close();
    }
}
