package dev.mullion.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestEngine;
import dev.mullion.engine.archive.TarBytes;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker cp} and {@code docker export}, held against what a Docker Engine does. */
class CopyTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Something of every kind, and links that lead everywhere. */
    private static final String FILL =
            """
            mkdir -p /d/sub/deep /d/empty; echo one >/d/file; echo two >/d/sub/two; \
            ln -s file /d/link; ln -s /etc/passwd /d/absolute; ln -s ../../../../etc /d/upwards; \
            ln -s nowhere /d/dangling; ln -s /d/sub /d/tofolder; ln /d/file /d/hard; \
            mkfifo /d/pipe; chmod 4751 /d/sub/two; chmod 1777 /d/empty; chown 12:34 /d/file; \
            touch "/d/with blank" "/d/\u00e4\u00f6"; echo in >/data/involume; sync\
            """;

    @AutoClose private static TestMullionEngine ours;

    @AutoClose private static TestDockerEngine theirs;

    @TempDir private Path folder;

    @BeforeAll
    static void start() {
        ours = TestMullionEngine.start();
        theirs = TestDockerEngine.start();
        for (TestEngine engine : List.of(ours, theirs)) {
            engine.importBusybox("busybox:1");
            for (String set : List.of("", "still-")) {
                String data = set + "data:/data";
                String wait = FILL + "; exec sleep 1000";
                engine.docker(
                        "run", "--name", set + "ended", "-v", data, "busybox:1", "sh", "-c", FILL);
                engine.docker(
                        "run",
                        "-d",
                        "--name",
                        set + "runs",
                        "-v",
                        data,
                        "-v",
                        set + "data:/ro:ro",
                        "busybox:1",
                        "sh",
                        "-c",
                        wait);
                engine.docker("exec", set + "runs", "sh", "-c", "until [ -e /d/hard ]; do :; done");
            }
            engine.docker(
                    "run",
                    "-d",
                    "--name",
                    "sealed",
                    "--read-only",
                    "-v",
                    "data:/data",
                    "busybox:1",
                    "sleep",
                    "1000");
            engine.docker("create", "--name", "fresh", "-v", "data:/data", "busybox:1");
        }
    }

    private static Outcome attempt(TestEngine engine, String... arguments) {
        return Programs.attempt(Map.of(), engine.cli(arguments), LIMIT);
    }

    private static byte[] tar(String name, String text) {
        return new TarBytes().file(name, text).finish();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d",
                "/d/",
                "/d/.",
                "/d/file",
                "/d/link",
                "/d/absolute",
                "/d/upwards",
                "/d/dangling",
                "/d/tofolder",
                "/d/tofolder/",
                "/d/tofolder/.",
                "/d/tofolder/two",
                "/d/upwards/passwd",
                "/d/pipe",
                "/d/empty",
                "/",
                "/.",
                "d",
                "d/../d/sub",
                "/../../d/sub",
                "/data",
                "/data/involume",
                "/nowhere",
                "/d/file/",
                "/d/file/x",
                "/d/dangling/x",
                "/d/dangling/"
            })
    void pathsMeanWhatTheyMeanToDocker(String path) {
        for (String container : List.of("still-ended", "still-runs")) {
            ArchiveCall mine = ArchiveCall.head(ours, container, path);
            ArchiveCall reference = ArchiveCall.head(theirs, container, path);
            assertThat(mine.status()).as(container).isEqualTo(status(reference));
            assertThat(withoutFolderSizes(mine)).isEqualTo(withoutFolderSizes(reference));
        }
    }

    /** Docker takes a file in place of a folder for a failure of its own. */
    private static int status(ArchiveCall reference) {
        return reference.status() == 500 ? 404 : reference.status();
    }

    /** How large a folder is depends on the file system. */
    private static String withoutFolderSizes(ArchiveCall call) {
        return call.stat().matches(".*\"mode\":2\\d{9},.*")
                ? call.stat().replaceAll("\"size\":\\d+", "\"size\":…")
                : call.stat();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d",
                "/d/",
                "/d/.",
                "/d/file",
                "/d/link",
                "/d/tofolder",
                "/d/tofolder/",
                "/d/tofolder/.",
                "/d/upwards/passwd",
                "/d/pipe",
                "/d/empty",
                "/data",
                "/nowhere",
                "/d/file/x"
            })
    void archivesHoldWhatDockersHold(String path) {
        for (String container : List.of("still-ended", "still-runs")) {
            ArchiveCall mine = ArchiveCall.get(ours, container, path);
            ArchiveCall reference = ArchiveCall.get(theirs, container, path);
            assertThat(mine.status()).as(container).isEqualTo(status(reference));
            if (reference.status() == 200) {
                assertThat(mine.entries()).as(container).isEqualTo(reference.entries());
            } else if (reference.status() != 500) {
                assertThat(mine.message()).isEqualTo(reference.message());
            }
        }
    }

    @Test
    void exportsHoldWhatDockersHold() {
        ArchiveCall mine = ArchiveCall.export(ours, "still-ended");
        ArchiveCall reference = ArchiveCall.export(theirs, "still-ended");
        assertThat(mine.names().filter(CopyTest::ofTheImage).toList())
                .contains("d/sub/two", "data/")
                .doesNotContain("data/involume")
                .containsExactlyInAnyOrderElementsOf(
                        reference.names().filter(CopyTest::ofTheImage).toList());
    }

    /** Engines make different places to mount things at. */
    private static boolean ofTheImage(String name) {
        return !name.equals("etc/mtab")
                && !name.startsWith("dev/")
                && !name.startsWith("proc/")
                && !name.startsWith("sys/");
    }

    @Test
    void foldersGoInAndComeOutAsTheyWere() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/in/side"));
        Files.writeString(tree.resolve("text"), "words\n");
        Files.setPosixFilePermissions(
                tree.resolve("text"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("text"));
        Files.writeString(folder.resolve("tree/\u00fcml\u00e4ut"), "x".repeat(3_000_000));
        for (String container : List.of("ended", "runs", "fresh")) {
            ours.docker("cp", folder.resolve("tree").toString(), container + ":/new");
            Path back = folder.resolve("back-" + container);
            ours.docker("cp", container + ":/new", back.toString());
            assertThat(back.resolve("in/side/text")).hasContent("words\n");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(back.resolve("in/side/text"))))
                    .isEqualTo("rwxr-x---");
            assertThat(Files.readSymbolicLink(back.resolve("in/side/link")))
                    .isEqualTo(Path.of("text"));
            assertThat(back.resolve("\u00fcml\u00e4ut")).hasSize(3_000_000);
        }
        assertThat(ours.docker("exec", "runs", "cat", "/new/in/side/text")).isEqualTo("words");
    }

    @Test
    void volumesAreSeenWhetherTheContainerRunsOrNot() {
        for (String container : List.of("ended", "runs", "fresh")) {
            assertThat(
                            ArchiveCall.put(
                                            ours,
                                            container,
                                            "/data",
                                            "",
                                            tar(container, "was here"))
                                    .status())
                    .isEqualTo(200);
        }
        assertThat(ours.docker("exec", "runs", "cat", "/data/ended", "/data/fresh", "/data/runs"))
                .isEqualTo("was herewas herewas here");
        ours.docker("rm", "-f", "fresh");
        ours.docker("create", "--name", "fresh", "-v", "data:/data", "busybox:1");
        assertThat(ArchiveCall.get(ours, "fresh", "/data").names()).contains("data/runs");
    }

    @Test
    void whatIsReadOnlyStaysSo() {
        for (TestEngine engine : List.of(ours, theirs)) {
            ArchiveCall volume = ArchiveCall.put(engine, "runs", "/ro", "", tar("x", "y"));
            assertThat(volume.message()).contains("mounted volume is marked read-only");
            ArchiveCall root = ArchiveCall.put(engine, "sealed", "/etc", "", tar("x", "y"));
            assertThat(root.message()).contains("container rootfs is marked read-only");
            if (engine == ours) {
                assertThat(List.of(volume.status(), root.status())).containsOnly(403);
            }
            assertThat(ArchiveCall.put(engine, "sealed", "/data", "", tar("x", "y")).status())
                    .isEqualTo(200);
        }
        assertThat(ArchiveCall.head(ours, "sealed", "/etc/x").status()).isEqualTo(404);
    }

    @Test
    void refusalsSayTheSameAsDocker() {
        record Case(String container, String path) {}
        for (Case each :
                List.of(
                        new Case("nobody", "/"),
                        new Case("runs", "/nowhere"),
                        new Case("runs", "/d/file"))) {
            byte[] tar = tar("x", "y");
            ArchiveCall mine = ArchiveCall.put(ours, each.container, each.path, "", tar);
            ArchiveCall reference = ArchiveCall.put(theirs, each.container, each.path, "", tar);
            assertThat(mine.message()).isEqualTo(reference.message());
            // Docker takes this one for a failure of its own
            assertThat(mine.status())
                    .isEqualTo(each.path.equals("/d/file") ? 400 : reference.status());
        }
        ArchiveCall nameless = ArchiveCall.get(ours, "runs", "");
        assertThat(nameless.status()).isEqualTo(400);
        assertThat(nameless.message()).contains("path cannot be empty");
    }

    @Test
    void filesAndFoldersReplaceEachOtherOnlyWhereTheyMay() {
        byte[] fileForFolder = tar("d", "a file now");
        byte[] folderForFile = new TarBytes().folder("swap").file("swap/in", "x").finish();
        for (TestEngine engine : List.of(ours, theirs)) {
            engine.docker(
                    "run",
                    "--name",
                    "swapped",
                    "busybox:1",
                    "sh",
                    "-c",
                    FILL.replace("/data/", "/d/") + "; echo x >/swap");
            String keep = "&noOverwriteDirNonDir=1";
            assertThat(ArchiveCall.put(engine, "swapped", "/", keep, fileForFolder).message())
                    .contains("cannot overwrite directory");
            assertThat(ArchiveCall.put(engine, "swapped", "/", keep, folderForFile).message())
                    .contains("cannot overwrite non-directory");
            assertThat(ArchiveCall.head(engine, "swapped", "/d/sub/two").status()).isEqualTo(200);
            assertThat(ArchiveCall.put(engine, "swapped", "/", "", fileForFolder).status())
                    .isEqualTo(200);
            assertThat(ArchiveCall.put(engine, "swapped", "/", "", folderForFile).status())
                    .isEqualTo(200);
            assertThat(ArchiveCall.get(engine, "swapped", "/d").entries())
                    .singleElement()
                    .asString()
                    .startsWith("FILE");
            assertThat(ArchiveCall.get(engine, "swapped", "/swap").names()).contains("swap/in");
            engine.docker("rm", "swapped");
        }
    }

    @Test
    void packedArchivesAreUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar("gzipped", "small"));
        }
        assertThat(ArchiveCall.put(ours, "runs", "/d", "", packed.toByteArray()).status())
                .isEqualTo(200);
        assertThat(ours.docker("exec", "runs", "cat", "/d/gzipped")).isEqualTo("small");
    }

    @Test
    void archivesCannotLeaveTheirFolderNorBringDevices() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        for (byte[] tar :
                List.of(
                        tar("../../../../../.." + victim, "taken"),
                        new TarBytes()
                                .symbolicLink("way", folder.toString())
                                .file("way/../x", "taken")
                                .finish(),
                        new TarBytes().entry('3', "disk", h -> h.device(8, 0)).finish(),
                        new TarBytes().entry('6', "fifo", h -> h.mode(0600)).finish(),
                        "no archive".repeat(100).getBytes(UTF_8))) {
            ArchiveCall answer = ArchiveCall.put(ours, "runs", "/d", "", tar);
            assertThat(answer.status()).as(answer.message()).isEqualTo(400);
        }
        // links lead to where they lead inside
        byte[] through =
                new TarBytes().symbolicLink("way", "/etc").file("way/victim", "inside").finish();
        assertThat(ArchiveCall.put(ours, "runs", "/d", "", through).status()).isEqualTo(200);
        assertThat(victim).hasContent("untouched");
        assertThat(Path.of("/etc/victim")).doesNotExist();
        assertThat(ours.docker("exec", "runs", "cat", "/etc/victim")).isEqualTo("inside");
    }

    /** A container that turns a folder into a link to the host's, over and over. */
    @Test
    void aContainerThatSwapsFoldersUnderACopyGainsNothing() throws Exception {
        Path target = Files.createDirectories(folder.resolve("host"));
        Files.writeString(target.resolve("secret"), "secret of the host");
        ours.docker(
                "run",
                "-d",
                "--name",
                "juggler",
                "busybox:1",
                "sh",
                "-c",
                "mkdir -p /t/d; echo mine >/t/d/secret; while :; do mv /t/d /t/e; ln -s "
                        + target
                        + " /t/d; rm /t/d; mv /t/e /t/d; done");
        try {
            byte[] tar = new TarBytes().folder("d").file("d/planted", "from outside").finish();
            for (int i = 0; i < 150; i++) {
                ArchiveCall read = ArchiveCall.get(ours, "juggler", "/t");
                assertThat(new String(read.body(), UTF_8)).doesNotContain("secret of the host");
                ArchiveCall.put(ours, "juggler", "/t", "", tar);
                ArchiveCall.put(ours, "juggler", "/t/d", "", tar);
            }
            try (var files = Files.list(target)) {
                assertThat(files).containsExactly(target.resolve("secret"));
            }
            assertThat(target.resolve("secret")).hasContent("secret of the host");
        } finally {
            ours.docker("rm", "-f", "juggler");
        }
    }

    @Test
    void nothingStaysMountedAndTheContainerStartsAfterwards() throws IOException {
        ours.docker("create", "--name", "later", "busybox:1", "cat", "/came");
        assertThat(ArchiveCall.put(ours, "later", "/", "", tar("came", "along")).status())
                .isEqualTo(200);
        String id = ours.docker("inspect", "-f", "{{.Id}}", "later");
        String mounts =
                Programs.run(
                        Map.of(),
                        ours.sandbox().inside(List.of(Programs.find("cat"), "/proc/self/mounts")),
                        LIMIT);
        assertThat(mounts).doesNotContain(id);
        assertThat(ours.docker("start", "-a", "later")).isEqualTo("along");
        assertThat(attempt(ours, "cp", "later:/nowhere", "-").errors())
                .contains("Could not find the file /nowhere in container later");
        ours.docker("rm", "later");
    }
}
