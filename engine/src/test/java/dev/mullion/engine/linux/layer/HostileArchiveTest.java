package dev.mullion.engine.linux.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.Compression;
import dev.mullion.engine.archive.TarBytes;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever an archive tries: it is refused, nothing is outside of the store and nothing in it. */
class HostileArchiveTest {

    private Store store;
    private Path outside;

    @BeforeEach
    void open() throws IOException {
        store = Store.open();
        outside = Files.createDirectory(store.folder.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "untouched");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void refuses(byte[] tar, String why) throws IOException {
        assertThatThrownBy(() -> store.unpack(tar))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
        assertNothingHappened();
    }

    private void assertNothingHappened() throws IOException {
        assertThat(store.content()).isEmpty();
        try (var inside = Files.list(outside)) {
            assertThat(inside)
                    .singleElement()
                    .satisfies(f -> assertThat(f).hasContent("untouched"));
        }
        try (var inside = Files.list(store.folder)) {
            assertThat(inside.map(p -> p.getFileName().toString()))
                    .isSubsetOf("layers", "run", "outside");
        }
    }

    @Test
    void absoluteNamesAreRefused() throws IOException {
        refuses(new TarBytes().file(outside + "/new", "x").finish(), "absolute");
        refuses(new TarBytes().folder(outside + "/new").finish(), "absolute");
        refuses(new TarBytes().symbolicLink(outside + "/new", "x").finish(), "absolute");
    }

    @Test
    void namesThatLeadUpwardsAreRefused() throws IOException {
        for (String name :
                List.of("..", "../new", "a/../../new", "a/..", "./../new", "a/b/../../../new")) {
            refuses(new TarBytes().folder("a").file(name, "x").finish(), "upwards");
        }
        refuses(new TarBytes().folder("../").finish(), "upwards");
        refuses(
                new TarBytes().pax("path", "../../outside/new").file("harmless", "x").finish(),
                "upwards");
        refuses(
                new TarBytes()
                        .entry('L', "././@LongLink", h -> h.size(17))
                        .data("../../outside/new".getBytes(StandardCharsets.UTF_8))
                        .file("harmless", "x")
                        .finish(),
                "upwards");
        refuses(new TarBytes().file("../.wh.victim", "").finish(), "upwards");
    }

    @Test
    void symbolicLinksThatLeaveTheRootAreRefused() throws IOException {
        refuses(new TarBytes().symbolicLink("out", "../outside").finish(), "leaves");
        refuses(new TarBytes().symbolicLink("a/b/out", "../../x/../../../etc").finish(), "leaves");
    }

    @Test
    void nothingIsWrittenThroughALinkToOutside() throws IOException {
        // a link may well be absolute: in a container it is inside; so it is here
        refuses(
                new TarBytes()
                        .symbolicLink("out", outside.toString())
                        .file("out/new", "x")
                        .finish(),
                "isn't in this layer");
        refuses(
                new TarBytes()
                        .symbolicLink("out", outside.toString())
                        .file("out/.wh.victim", "")
                        .finish(),
                "isn't in this layer");
        refuses(
                new TarBytes()
                        .symbolicLink("out", outside.toString())
                        .file("out/.wh..wh..opq", "")
                        .finish(),
                "isn't in this layer");
        refuses(
                new TarBytes()
                        .symbolicLink("one", "two")
                        .symbolicLink("two", outside.toString())
                        .folder("one/new")
                        .finish(),
                "isn't in this layer");
        refuses(
                new TarBytes()
                        .symbolicLink("out", "/proc/self/root" + outside)
                        .file("out/new", "x")
                        .finish(),
                "isn't in this layer");
        refuses(
                new TarBytes()
                        .symbolicLink("a", "b")
                        .symbolicLink("b", "a")
                        .file("a/x", "")
                        .finish(),
                "go round");
    }

    @Test
    void linkToOutsideIsReplacedAndNotWrittenThrough() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .symbolicLink("f", outside + "/victim")
                                .file("f", "own")
                                .symbolicLink("d", outside.toString())
                                .folder("d")
                                .file("d/victim", "own")
                                .finish());
        assertThat(outside.resolve("victim")).hasContent("untouched");
        assertThat(files.resolve("f")).isRegularFile().hasContent("own");
        assertThat(files.resolve("d/victim")).hasContent("own");
    }

    @Test
    void linksAreResolvedInsideTheLayer() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .folder("usr/lib")
                                .symbolicLink("lib", "/usr/lib")
                                .symbolicLink("lib64", "usr/lib")
                                .file("lib/a", "a")
                                .file("lib64/b", "b")
                                .finish());
        assertThat(files.resolve("usr/lib/a")).hasContent("a");
        assertThat(files.resolve("usr/lib/b")).hasContent("b");
    }

    @Test
    void ownersAndTimesAreNotSetThroughLinks() throws IOException {
        var before = Files.getLastModifiedTime(outside);
        store.files(
                new TarBytes()
                        .folder("d")
                        .file("d/x", "")
                        .entry('2', "d", h -> h.link(outside.toString()).owner(1234, 1234))
                        .finish());
        assertThat(Files.getLastModifiedTime(outside)).isEqualTo(before);
        assertThat(Files.getAttribute(outside, "unix:uid")).isEqualTo(0);
    }

    @Test
    void hardLinksReachNothingOutside() throws IOException {
        refuses(new TarBytes().hardLink("x", "../outside/victim").finish(), "upwards");
        refuses(new TarBytes().hardLink("x", outside + "/victim").finish(), "isn't in this layer");
        refuses(new TarBytes().hardLink("x", "/etc/passwd").finish(), "isn't in this layer");
        refuses(
                new TarBytes()
                        .symbolicLink("out", outside.toString())
                        .hardLink("x", "out/victim")
                        .finish(),
                "isn't in this layer");
        refuses(new TarBytes().folder("d").hardLink("x", "d").finish(), "x");
        refuses(new TarBytes().hardLink("x", "/").finish(), "root");
        refuses(new TarBytes().hardLink("x", "x").finish(), "itself");
    }

    @Test
    void hardLinkToALinkIsTheLinkItself() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .symbolicLink("s", outside + "/victim")
                                .hardLink("x", "s")
                                .finish());
        assertThat(files.resolve("x")).isSymbolicLink();
        assertThat(outside.resolve("victim")).hasContent("untouched");
        assertThat(Files.getAttribute(outside.resolve("victim"), "unix:nlink")).isEqualTo(1);
    }

    @Test
    void deviceInTheWayIsNeverOpened() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .entry('3', "d", h -> h.device(1, 3).mode(0666))
                                .file("d", "a file now")
                                .entry('6', "p", h -> h.mode(0666))
                                .file("p", "a file too")
                                .finish());
        assertThat(files.resolve("d")).isRegularFile().hasContent("a file now");
        assertThat(files.resolve("p")).isRegularFile().hasContent("a file too");
        refuses(
                new TarBytes().entry('3', "d", h -> h.device(1, 3)).file("d/x", "").finish(),
                "no folder",
                files);
    }

    private void refuses(byte[] tar, String why, Path stays) throws IOException {
        assertThatThrownBy(() -> store.unpack(tar)).hasMessageContaining(why);
        assertThat(stays).exists();
        assertThat(store.data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void impossibleNamesAreRefused() throws IOException {
        refuses(new TarBytes().pax("path", "a\0b").file("x", "").finish(), "NUL");
        refuses(new TarBytes().pax("path", "n".repeat(256)).file("x", "").finish(), "longer");
        refuses(new TarBytes().pax("path", "n/".repeat(2100)).file("x", "").finish(), "longer");
        refuses(new TarBytes().file("", "x").finish(), "no name");
        refuses(new TarBytes().file(".", "x").finish(), "must be a folder");
        refuses(new TarBytes().symbolicLink("./", "x").finish(), "must be a folder");
        refuses(new TarBytes().file(".wh.", "").finish(), "whiteout");
        refuses(new TarBytes().file("a/.wh...", "").finish(), "whiteout");
        refuses(new TarBytes().file(".wh.a/b", "").finish(), "whiteout");
    }

    @Test
    void archiveThatIsTooLargeIsRefusedWhenItIs() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new TarBytes().entry('0', "bomb", h -> h.size(2L << 30)).unfinished());
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        try (InputStream in = Compression.open(new ByteArrayInputStream(packed.toByteArray()))) {
            assertThatThrownBy(() -> store.layers.unpack(List.of(Store.digest(new byte[0])), in))
                    .hasMessage(
                            "The unpacked layer is larger than the 67108864 bytes that are allowed");
        }
        assertNothingHappened();
    }

    @Test
    void zerosBehindTheEndOfAnArchiveCountToo() throws IOException {
        byte[] tar = Arrays.copyOf(new TarBytes().finish(), 65 << 20);
        refuses(tar, "larger than");
    }

    @Test
    void moreEntriesThanAllowedAreRefused() throws IOException {
        TarBytes tar = new TarBytes();
        for (int i = 0; i < 5001; i++) {
            tar.file("f" + i, "");
        }
        refuses(tar.finish(), "more than the 5000 entries");
    }

    @Test
    void lyingSizesAreRefused() throws IOException {
        refuses(
                new TarBytes().entry('0', "f", h -> h.size(5000)).data(new byte[100]).unfinished(),
                "breaks off");
        refuses(
                new TarBytes().entry('0', "f", h -> h.text(124, 12, "-1234567890")).finish(),
                "broken number");
        refuses(
                new TarBytes().pax("size", "99999999999999999999").file("f", "").finish(),
                "digits");
        refuses(new TarBytes().pax("size", "999999999999999999").file("f", "").finish(), "breaks");
        refuses(new TarBytes().entry('x', "p", h -> h.size(2 << 20)).finish(), "1 MiB");
        refuses(new TarBytes().entry('L', "p", h -> h.size(2 << 20)).finish(), "1 MiB");
    }

    @Test
    void lyingMapsOfHolesAreRefused() throws IOException {
        for (String map : List.of("0,600", "5,1,0,1", "0,100,50,462", "90000,512", "1", "0,x")) {
            refuses(
                    new TarBytes()
                            .pax("GNU.sparse.size", "80000", "GNU.sparse.map", map)
                            .entry('0', "f", h -> h.size(512))
                            .data(new byte[512])
                            .finish(),
                    "");
        }
    }

    @Test
    void hugeHoleTakesNoRoom() throws IOException {
        byte[] tar =
                new TarBytes()
                        .pax("GNU.sparse.size", "1000000000000", "GNU.sparse.map", "0,512")
                        .entry('0', "f", h -> h.size(512))
                        .data(new byte[512])
                        .finish();
        Path files = store.files(tar);
        assertThat(Files.size(files.resolve("f"))).isEqualTo(1_000_000_000_000L);
        assertThat(store.layers.bytes(List.of(Store.digest(tar)))).isEqualTo(512);
    }

    @Test
    void truncatedArchiveIsRefusedAtEveryLength() throws IOException {
        byte[] whole = new TarBytes().folder("d").pax("path", "d/long").file("x", "text").finish();
        Digest digest = Store.digest(whole);
        for (int length = 0; length < whole.length; length += 171) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() ->
                            store.layers.unpack(List.of(digest), new ByteArrayInputStream(part)))
                    .isInstanceOf(IOException.class);
        }
        assertNothingHappened();
    }

    @Test
    void garbageIsRefused() throws IOException {
        Random random = new Random(3);
        byte[] noise = new byte[100_000];
        random.nextBytes(noise);
        refuses(noise, "no tar archive");
        byte[] tar = new TarBytes().folder("d").file("d/f", "text").finish();
        for (int round = 0; round < 300; round++) {
            byte[] damaged = tar.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() ->
                            store.layers.unpack(
                                    List.of(Store.digest(tar)), new ByteArrayInputStream(damaged)))
                    .isInstanceOf(IOException.class);
        }
        assertNothingHappened();
    }

    @Test
    void streamThatFailsHalfWayLeavesNothing() throws IOException {
        byte[] tar = new TarBytes().file("a", "x".repeat(3_000_000)).finish();
        InputStream breaking =
                new InputStream() {
                    private int given;

                    @Override
                    public int read() throws IOException {
                        throw new IOException("not used");
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        if (given > 1_000_000) {
                            throw new IOException("the registry hung up");
                        }
                        int count = Math.min(length, 10_000);
                        System.arraycopy(tar, given, buffer, offset, count);
                        given += count;
                        return count;
                    }
                };
        assertThatThrownBy(() -> store.layers.unpack(List.of(Store.digest(tar)), breaking))
                .hasMessage("the registry hung up");
        assertNothingHappened();
    }

    @Test
    void fullDiskIsSaidAndLeavesNothing() throws IOException {
        Path disk = Files.createDirectory(store.folder.resolve("disk"));
        Store.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        OverlayLayers small = new OverlayLayers(disk.resolve("l"), store.run, Store.LIMITS);
        byte[] tar = new TarBytes().file("big", "x".repeat(3_000_000)).finish();
        assertThatThrownBy(() ->
                        small.unpack(List.of(Store.digest(tar)), new ByteArrayInputStream(tar)))
                .hasMessageContaining("no space left on device");
        assertThat(disk.resolve("l/tmp")).isEmptyDirectory();
        assertThat(disk.resolve("l/unpacked")).isEmptyDirectory();
        byte[] little = new TarBytes().file("little", "x").finish();
        small.unpack(List.of(Store.digest(little)), new ByteArrayInputStream(little));
        assertThat(small.has(List.of(Store.digest(little)))).isTrue();
    }

    @Test
    void foldersAloneCannotFillTheMemory() throws IOException {
        byte[] tar = new TarBytes().folder("d").finish();
        TarEntry folder =
                Objects.requireNonNull(new TarReader(new ByteArrayInputStream(tar), 1).next());
        FolderTimes times = new FolderTimes();
        String deep = "d".repeat(4000);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 100_000; i++) {
                                times.put(deep + i, folder);
                            }
                        })
                .hasMessageContaining("folders we can handle");
    }
}
