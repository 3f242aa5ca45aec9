package dev.mullion.engine.files;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.Compression;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.container.FileWork;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.runtime.FileFacts;
import dev.mullion.engine.runtime.OpenFiles;
import dev.mullion.engine.stream.ContainerHappenings;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.ZipException;

/** Copies files into and out of containers ({@code docker cp}), and all of them out. */
public final class FileRoutes {

    private static final String STAT = "X-Docker-Container-Path-Stat";
    private static final String TAR = "application/x-tar";

    private final Containers containers;
    private final ContainerHappenings happenings;

    /**
     * Serves them.
     *
     * @param happenings is told what was copied and exported
     */
    public FileRoutes(Containers containers, ContainerHappenings happenings) {
        this.containers = containers;
        this.happenings = happenings;
    }

    /** Adds all. */
    public void addTo(Routes routes) {
        routes.head("/containers/{id}/archive", this::look)
                .get("/containers/{id}/archive", this::read)
                .put("/containers/{id}/archive", this::write)
                .get("/containers/{id}/export", this::export);
    }

    private void look(Call call) throws IOException {
        String path = path(call);
        PathStat stat = onFiles(call, files -> PathStat.of(lastName(path), find(call, files)));
        call.answerHeader(STAT, stat.encoded());
        call.empty(200);
    }

    private void read(Call call) throws IOException {
        String path = path(call);
        ContainerView container = containers.require(call.path("id"));
        onFiles(
                call,
                files -> {
                    FileFacts facts = find(call, files);
                    call.answerHeader(STAT, PathStat.of(lastName(path), facts).encoded());
                    try (OutputStream tar = call.stream(TAR)) {
                        files.read(path, lastName(path), tar);
                    }
                    return true;
                });
        happenings.tell(container, "archive-path", Map.of());
    }

    private void write(Call call) throws IOException {
        String path = path(call);
        ContainerView container = containers.require(call.path("id"));
        String user = container.config().user();
        if (call.flag("copyUIDGID") && user != null && !user.isEmpty()) {
            throw EngineProblem.notImplemented(
                    "files can't be given to the container's user while they are copied; copy them"
                            + " without --archive, and change their owner inside");
        }
        try (InputStream tar = Compression.open(call.bodyStream())) {
            onFiles(
                    call,
                    files -> {
                        requireFolder(call, files, path);
                        files.write(path, tar, call.flag("noOverwriteDirNonDir"));
                        return true;
                    });
        } catch (OpenFiles.ReadOnlyFilesException e) {
            throw EngineProblem.forbidden(
                    container.hostConfig().readonlyRootfs()
                            ? "container rootfs is marked read-only"
                            : "mounted volume is marked read-only");
        } catch (BrokenArchiveException | EOFException | ZipException e) {
            throw EngineProblem.invalid(String.valueOf(e.getMessage()));
        }
        happenings.tell(container, "extract-to-dir", Map.of());
        call.empty(200);
    }

    private static void requireFolder(Call call, OpenFiles files, String path) throws IOException {
        if (files.find(path + "/").isPresent()) {
            return;
        }
        throw files.find(path).isPresent()
                ? EngineProblem.invalid("extraction point is not a directory")
                : notFound(call);
    }

    private void export(Call call) throws IOException {
        ContainerView container = containers.require(call.path("id"));
        containers.withFiles(
                call.path("id"),
                false,
                files -> {
                    try (OutputStream tar = call.stream("application/octet-stream")) {
                        files.read("/", "", tar);
                    }
                    return true;
                });
        happenings.tell(container, "export", Map.of());
    }

    private <T> T onFiles(Call call, FileWork<T> work) throws IOException {
        return containers.withFiles(call.path("id"), true, work);
    }

    private static FileFacts find(Call call, OpenFiles files) throws IOException {
        return files.find(path(call)).orElseThrow(() -> notFound(call));
    }

    private static EngineProblem notFound(Call call) {
        return EngineProblem.notFound(
                "Could not find the file "
                        + call.query("path")
                        + " in container "
                        + call.path("id"));
    }

    private static String path(Call call) {
        String path = call.query("path");
        if (path == null || path.isEmpty()) {
            throw EngineProblem.invalid("bad parameter: path cannot be empty");
        }
        return path.startsWith("/") ? path : "/" + path;
    }

    /** The last name of a path as Go's filepath.Base takes it. */
    private static String lastName(String path) {
        String plain = path;
        while (plain.length() > 1 && plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain.length() == 1 ? "/" : plain.substring(plain.lastIndexOf('/') + 1);
    }
}
