package dev.mullion.engine.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one container has written: a file that its monitor writes to, and the files that were moved
 * away before, {@code .1} being the newest of them. Safe for many threads; there is one object for
 * a container.
 */
public final class ContainerLog {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Path file;
    private final Clock clock;
    private final ReadWriteLock files = new ReentrantReadWriteLock();

    /**
     * Opens nothing yet.
     *
     * @param file where the container's monitor writes to
     */
    public ContainerLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Writes what is there by now.
     *
     * @param sink is flushed at the end
     */
    public void read(LogQuery query, LogSink sink) throws IOException {
        try (Reading reading = begin(query)) {
            reading.copy(query, sink);
        }
        sink.flush();
    }

    /**
     * Writes what is there, and what comes, until the container has ended and all was read, the
     * query's bound in time is reached, or the sink fails.
     *
     * @param ended tells whether nothing more will come; whoever makes it true calls {@link
     *     Follow#wake}
     */
    public void follow(LogQuery query, LogSink sink, FileEvents events, Follow ended)
            throws IOException, InterruptedException {
        try (FileEvents.Waiter waiter = events.listen(file);
                Reading reading = begin(query)) {
            ended.wakes(waiter::wake);
            boolean more = true;
            while (more) {
                // asked before reading: what was written before the end is read then
                boolean last = ended.ended() || isOver(query);
                boolean inTime = reading.copy(query, sink);
                sink.flush();
                more = inTime && !last;
                if (more) {
                    waiter.await(waitAtMost(query));
                }
            }
        }
    }

    private boolean isOver(LogQuery query) {
        return query.until() != null && clock.instant().isAfter(query.until());
    }

    private Duration waitAtMost(LogQuery query) {
        if (query.until() == null) {
            return LONGEST_WAIT;
        }
        Duration rest = Duration.between(clock.instant(), query.until()).plusMillis(1);
        return rest.compareTo(LONGEST_WAIT) < 0 ? rest : LONGEST_WAIT;
    }

    /** Whether nothing more will be written, and how to be told of it. */
    public static final class Follow {

        private final BooleanSupplier ended;
        private volatile Runnable wake = () -> {};

        /**
         * Makes one.
         *
         * @param ended whether nothing more will come
         */
        public Follow(BooleanSupplier ended) {
            this.ended = ended;
        }

        /** Has the question asked again. */
        public void wake() {
            wake.run();
        }

        private void wakes(Runnable action) {
            wake = action;
        }

        private boolean ended() {
            return ended.getAsBoolean();
        }
    }

    private Reading begin(LogQuery query) throws IOException {
        files.readLock().lock();
        try {
            List<LogFile> all = open();
            try {
                return new Reading(all, query);
            } catch (IOException | RuntimeException e) {
                closeAll(all);
                throw e;
            }
        } finally {
            files.readLock().unlock();
        }
    }

    /** Opens all files, oldest first. */
    private List<LogFile> open() throws IOException {
        List<LogFile> all = new ArrayList<>();
        try {
            for (Path path : paths()) {
                all.add(LogFile.open(path));
            }
        } catch (IOException e) {
            closeAll(all);
            throw e;
        }
        return all;
    }

    private List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        if (Files.exists(file)) {
            paths.add(file);
        }
        for (int i = 1; Files.exists(older(i)); i++) {
            paths.add(older(i));
        }
        Collections.reverse(paths);
        return paths;
    }

    private Path older(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static void closeAll(List<LogFile> files) throws IOException {
        for (LogFile file : files) {
            file.close();
        }
    }

    /** How many bytes the file has that is written to; -1 if it isn't there. */
    long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    /**
     * Moves the file away, and removes the oldest ones.
     *
     * @param kept how many files stay, the one that is written to among them
     */
    void turnOver(int kept) throws IOException {
        files.writeLock().lock();
        try {
            int oldest = 1;
            while (Files.exists(older(oldest))) {
                oldest++;
            }
            for (int i = oldest - 1; i >= 1; i--) {
                if (i >= kept - 1) {
                    Files.deleteIfExists(older(i));
                } else {
                    Files.move(older(i), older(i + 1), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            if (kept > 1) {
                Files.move(file, older(1), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(file);
            }
        } finally {
            files.writeLock().unlock();
        }
    }

    /** The files of a log while they are read, of which the first is being read. */
    private final class Reading implements AutoCloseable {

        private final List<LogFile> rest;
        private @Nullable LogFile current;

        Reading(List<LogFile> all, LogQuery query) throws IOException {
            this.rest = new ArrayList<>(all);
            if (!all.isEmpty() && query.tail() >= 0) {
                Tail.Place place = Tail.find(query, all);
                for (int i = 0; i < place.file(); i++) {
                    rest.removeFirst().close();
                }
                rest.getFirst().seek(place.offset());
            }
            this.current = rest.isEmpty() ? null : rest.removeFirst();
        }

        /**
         * Copies all there is.
         *
         * @return false if the query's bound in time was passed
         */
        boolean copy(LogQuery query, LogSink sink) throws IOException {
            do {
                LogFile reading = current;
                if (reading == null) {
                    continue;
                }
                for (LogPiece piece = reading.next(); piece != null; piece = reading.next()) {
                    if (query.isPast(piece)) {
                        return false;
                    }
                    if (query.wants(piece)) {
                        sink.write(piece);
                    }
                }
            } while (advance());
            return true;
        }

        /** Goes on to the next file, if the one being read won't grow any more. */
        private boolean advance() throws IOException {
            if (!rest.isEmpty()) {
                replace(rest.removeFirst());
                return true;
            }
            LogFile next = newer();
            if (next == null) {
                return false;
            }
            LogFile reading = current;
            if (reading != null && reading.hasMore()) {
                // it grew between reading it and finding the newer one
                next.close();
                return true;
            }
            replace(next);
            return true;
        }

        private void replace(LogFile next) throws IOException {
            LogFile read = current;
            if (read != null) {
                read.close();
            }
            current = next;
        }

        /** The file that came after the one being read, if there is one by now. */
        private @Nullable LogFile newer() throws IOException {
            files.readLock().lock();
            try {
                List<Path> paths = paths();
                int at = -1;
                for (int i = 0; current != null && i < paths.size(); i++) {
                    if (LogFile.keyOf(paths.get(i)).equals(current.key())) {
                        at = i;
                    }
                }
                return at + 1 < paths.size() ? LogFile.open(paths.get(at + 1)) : null;
            } finally {
                files.readLock().unlock();
            }
        }

        @Override
        public void close() throws IOException {
            closeAll(rest);
            if (current != null) {
                current.close();
            }
        }
    }
}
