package dev.mullion.engine.linux.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarBytes;
import dev.mullion.engine.runtime.RootFileSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverlayLayersTest {

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void aFileThatCannotBeRemovedKeepsNoStoreFromOpening() throws Exception {
        Path left = Files.createDirectories(store.data.resolve("tmp/left"));
        Path stuck = Files.writeString(left.resolve("stuck"), "x");
        Store.run("chattr", "+i", stuck.toString());
        try {
            store.reopen(Set.of(), Set.of());
            assertThat(stuck).exists();
        } finally {
            Store.run("chattr", "-i", stuck.toString());
        }
        store.reopen(Set.of(), Set.of());
        assertThat(left).doesNotExist();
    }

    @Test
    void containerSeesItsLayersOneOverTheOther() throws IOException {
        Digest base =
                store.unpack(
                        new TarBytes()
                                .folder("etc")
                                .file("etc/kept", "base")
                                .file("etc/changed", "base")
                                .file("etc/removed", "base")
                                .folder("opt")
                                .file("opt/hidden", "base")
                                .finish());
        Digest top =
                store.unpack(
                        new TarBytes()
                                .file("etc/changed", "top")
                                .file("etc/.wh.removed", "")
                                .file("opt/.wh..wh..opq", "")
                                .file("opt/new", "top")
                                .finish());

        RootFileSystem root = store.mount(1, base, top);

        assertThat(root.mounted().resolve("etc/kept")).hasContent("base");
        assertThat(root.mounted().resolve("etc/changed")).hasContent("top");
        assertThat(root.mounted().resolve("etc/removed")).doesNotExist();
        assertThat(root.mounted().resolve("opt/hidden")).doesNotExist();
        assertThat(root.mounted().resolve("opt/new")).hasContent("top");
        assertThat(root.layers()).hasSize(2);
        assertThat(root.layers().getFirst().resolve("opt/new")).exists();
    }

    @Test
    void changesStayInTheContainersOwnLayer() throws IOException {
        Digest base = store.unpack(new TarBytes().file("f", "base").finish());
        RootFileSystem one = store.mount(1, base);
        RootFileSystem two = store.mount(2, base);

        Files.writeString(one.mounted().resolve("f"), "changed!");
        Files.createDirectories(one.mounted().resolve("a/b"));
        Files.writeString(one.mounted().resolve("a/b/c"), "12345");
        Files.createLink(one.mounted().resolve("again"), one.mounted().resolve("a/b/c"));

        assertThat(two.mounted().resolve("f")).hasContent("base");
        assertThat(one.writable().resolve("f")).hasContent("changed!");
        assertThat(store.layers.writtenBytes(Store.id(1))).isEqualTo(13);
        assertThat(store.layers.writtenBytes(Store.id(2))).isZero();
    }

    @Test
    void mountingAndUnmountingAgainIsFine() throws IOException {
        Digest base = store.unpack(new TarBytes().file("f", "base").finish());
        RootFileSystem first = store.mount(1, base);
        assertThat(store.layers.mount(Store.id(1))).isEqualTo(first);
        assertThat(store.mountsBelow()).containsExactly(first.mounted().toString());
        Files.writeString(first.mounted().resolve("mine"), "1");

        store.layers.unmount(Store.id(1));
        store.layers.unmount(Store.id(1));
        assertThat(store.mountsBelow()).isEmpty();
        assertThat(first.mounted()).doesNotExist();

        assertThat(store.layers.mount(Store.id(1)).mounted().resolve("mine")).hasContent("1");
        store.layers.remove(Store.id(1));
        store.layers.remove(Store.id(1));
        assertThat(store.mountsBelow()).isEmpty();
        assertThatThrownBy(() -> store.layers.mount(Store.id(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no writable layer");
    }

    @Test
    void stacksAsManyLayersAsDockerAndRefusesOneMore() throws IOException {
        List<Digest> chain = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            chain.add(
                    store.unpack(
                            new TarBytes().file("f" + i, "" + i).file("top", "" + i).finish()));
        }

        RootFileSystem root = store.mount(1, chain.subList(0, 127).toArray(Digest[]::new));

        assertThat(root.mounted().resolve("top")).hasContent("126");
        assertThat(root.mounted().resolve("f0")).hasContent("0");
        assertThatThrownBy(() -> store.layers.prepare(Store.id(2), chain))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The image has 128 different layers, more than the 127 that can be stacked"
                                + " here");
    }

    @Test
    void imageMayRepeatALayerOrHaveNone() throws IOException {
        Digest one = store.unpack(new TarBytes().file("f", "one").finish());
        Digest two = store.unpack(new TarBytes().file("f", "two").finish());

        assertThat(store.mount(1, one, two, one).mounted().resolve("f")).hasContent("one");
        assertThat(store.mount(2).mounted()).isEmptyDirectory();
    }

    @Test
    void rootFolderIsOpenToUsersOfTheContainerWhateverTheEnginesUmask() throws IOException {
        Digest one = store.unpack(new TarBytes().file("f", "one").finish());
        RootFileSystem root = store.mount(1, one);
        assertThat(Files.getPosixFilePermissions(root.mounted()))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(store.data)).hasSize(3);
    }

    @Test
    void keepsWhatContainersAndChainsNeedAndRemovesTheRest() throws IOException {
        Digest used = store.unpack(new TarBytes().file("used", "").finish());
        Digest kept = store.unpack(new TarBytes().file("kept", "").finish());
        Digest gone = store.unpack(new TarBytes().file("gone", "").finish());
        store.mount(1, used);

        store.layers.retain(List.of(List.of(kept)));

        assertThat(store.layers.has(List.of(used))).isTrue();
        assertThat(store.layers.has(List.of(kept))).isTrue();
        assertThat(store.layers.has(List.of(gone))).isFalse();
        assertThat(store.content()).noneMatch(name -> name.contains(gone.hex()));
        assertThatThrownBy(() -> store.layers.prepare(Store.id(2), List.of(gone)))
                .hasMessageContaining("isn't there");

        store.layers.remove(Store.id(1));
        store.layers.retain(List.of());
        assertThat(store.content()).isEmpty();
    }

    @Test
    void findsEverythingAgainAfterACrashAndRemovesWhatNobodyKnows() throws IOException {
        byte[] tar = new TarBytes().file("f", "base").finish();
        Digest base = store.unpack(tar);
        RootFileSystem running = store.mount(1, base);
        RootFileSystem stopped = store.mount(2, base);
        store.mount(3, base);
        Files.writeString(stopped.mounted().resolve("mine"), "2");
        Files.createDirectories(store.data.resolve("tmp/half/layer/diff"));
        Files.delete(store.data.resolve("l").resolve(firstLink()));
        Files.createSymbolicLink(store.data.resolve("l/dangling"), Path.of("nowhere"));

        Set<ContainerId> known = Set.of(Store.id(1), Store.id(2));
        store.reopen(known, Set.of(Store.id(1)));

        assertThat(store.mountsBelow()).containsExactly(running.mounted().toString());
        assertThat(store.layers.bytes(List.of(base))).isEqualTo(4);
        assertThat(store.layers.mount(Store.id(2)).mounted().resolve("mine")).hasContent("2");
        assertThat(store.content()).noneMatch(name -> name.contains(Store.id(3).hex()));
        assertThat(store.content()).noneMatch(name -> name.startsWith("tmp/"));
        assertThat(store.data.resolve("l/dangling")).doesNotExist();
    }

    private String firstLink() throws IOException {
        return store.content().stream()
                .filter(name -> name.startsWith("l/"))
                .findFirst()
                .orElseThrow()
                .substring(2);
    }

    @Test
    void removesFoldersDeeperThanAnyPath() throws IOException {
        Digest base = store.unpack(new TarBytes().file("f", "base").finish());
        RootFileSystem root = store.mount(1, base);
        Store.run(
                "perl",
                "-e",
                "chdir shift; for (1 .. 1500) { mkdir 'd' x 11 or die $!; chdir 'd' x 11 or die $! }"
                        + " open(my $f, '>', 'deep') or die $!",
                root.mounted().toString());
        store.layers.remove(Store.id(1));
        assertThat(store.content()).noneMatch(name -> name.contains("ddddddddddd"));
    }

    @Test
    void sameLayerUnpackedTwiceAtOnceIsThereOnce() throws Exception {
        byte[] tar = new TarBytes().file("f", "x".repeat(100_000)).finish();
        Digest digest = Store.digest(tar);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 6; i++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            store.layers.unpack(List.of(digest), new ByteArrayInputStream(tar));
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(store.content())
                .filteredOn(name -> name.endsWith("/diff/f"))
                .singleElement()
                .asString()
                .startsWith("unpacked/sha256-" + digest.hex());
        assertThat(store.data.resolve("tmp")).isEmptyDirectory();
    }
}
