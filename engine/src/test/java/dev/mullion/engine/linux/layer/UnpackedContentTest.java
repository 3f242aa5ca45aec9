package dev.mullion.engine.linux.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackedContentTest {

    /** Everything that tells two trees apart, a line each. */
    private static final String LIST =
            "cd \"$0\" && find . -printf '%P|%y|%m|%U:%G|%s|%T@|%n|%l\\n' | sort"
                    + " && find . -type f -exec sha256sum {} + | sort -k 2"
                    + " && find . '(' -type b -o -type c ')' -exec stat -c '%n %t:%T' {} + | sort";

    private static final String TRICKY =
            """
            set -e; cd "$0"; umask 022
            mkdir -p etc usr/bin usr/lib/deep/er var/empty shared sticky 'with blank'
            echo root > etc/shadow; chmod 0640 etc/shadow; chown 0:42 etc/shadow
            cp /bin/true usr/bin/su; chmod 4755 usr/bin/su
            cp /bin/true usr/bin/wall; chown 0:5 usr/bin/wall; chmod 2755 usr/bin/wall
            cp /bin/true usr/bin/ping; echo attr > etc/attr
            chmod 2775 shared; chown 1000:2000 shared; echo in > shared/file; mkdir shared/sub
            chmod 1777 sticky; chmod 0500 var/empty; chown 4000000000:3999999999 var/empty
            ln -s ../usr/lib etc/rel; ln -s /usr/lib etc/abs; ln -s nowhere etc/dangling
            chown -h 77:88 etc/rel; touch -h -d '2001-02-03 04:05:06.7' etc/rel
            ln etc/attr usr/lib/hard; ln etc/rel usr/lib/hardsym
            mkfifo -m 0620 var/pipe; mknod -m 0660 var/null c 1 3; mknod var/loop b 7 200000
            chown 3:4 var/null
            truncate -s 5M var/sparse; printf middle | dd of=var/sparse bs=1 seek=2000000 conv=notrunc status=none
            truncate -s 3M var/hole
            for i in 1 2 3 4 5 6 7 8 9; do printf $i | dd of=var/many bs=1 seek=${i}00000 conv=notrunc status=none; done
            truncate -s 2M var/many
            : > var/nothing
            n=$(printf 'n%.0s' $(seq 120)); mkdir -p "long/$n/$n"; echo l > "long/$n/$n/$n"
            ln -s "$n/$n/$n" long/link; ln "long/$n/$n/$n" "long/$n/again"
            printf 'x' > "$(printf 'latin-\\351')"; printf 'x' > 'uni-\u00e9\u4e2d'; echo b > 'with blank/a b'
            touch -d '1969-12-31 23:00:00' etc/old; touch -d '2038-02-01 12:00:00.123456789' etc/new
            touch -d '2020-01-02 03:04:05.987654321' usr/lib/deep usr/lib/deep/er etc .
            """;

    /** cap_net_raw, permitted and effective, as the kernel keeps it. */
    private static final byte[] CAPABILITY = {
        1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=pax --sparse --xattrs --xattrs-include=*",
                "--format=pax --sparse --sparse-version=0.0 --xattrs --xattrs-include=*",
                "--format=pax --sparse --sparse-version=0.1 --xattrs --xattrs-include=*",
                "--format=pax --xattrs --xattrs-include=*",
                "--format=gnu --sparse",
                "--format=gnu",
            })
    void treeIsAsTarItselfUnpacksIt(String options) throws IOException {
        Path tree = Files.createDirectory(store.folder.resolve("tree"));
        Path copy = Files.createDirectory(store.folder.resolve("copy"));
        Path archive = store.folder.resolve("a.tar");
        Store.run("bash", "-c", TRICKY, tree.toString());
        Attributes.set(tree.resolve("usr/bin/ping"), "security.capability", CAPABILITY);
        Attributes.set(tree.resolve("etc/attr"), "user.note", new byte[] {0, 10, (byte) 0xff, 61});
        Attributes.set(tree.resolve("var/empty"), "user.folder", new byte[] {'x'});
        Store.run(
                "sh",
                "-c",
                "tar -C \"$0\" " + options + " -cf \"$1\" .",
                tree.toString(),
                archive.toString());
        Store.run(
                "sh",
                "-c",
                "tar -C \"$0\" -p --xattrs '--xattrs-include=*' -xf \"$1\"",
                copy.toString(),
                archive.toString());

        Path files = store.files(Files.readAllBytes(archive));

        String expected = Store.run("bash", "-c", LIST, copy.toString());
        assertThat(expected).contains("usr/bin/su|f|4755").contains("4000000000:3999999999");
        assertThat(Store.run("bash", "-c", LIST, files.toString())).isEqualTo(expected);
        assertThat(Attributes.below(files))
                .isEqualTo(Attributes.below(copy))
                .hasSize(options.contains("--xattrs") ? 4 : 0);
        if (options.contains("sparse")) {
            assertThat(Store.run("du", "-k", files.resolve("var/sparse").toString()))
                    .startsWith("4\t");
        }
    }

    @Test
    void laterEntryOfANameWins() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .file("f", "first")
                                .hardLink("other", "f")
                                .file("f", "second")
                                .folder("d")
                                .file("d/in", "")
                                .file("d", "a file now")
                                .file("g", "a file")
                                .folder("g")
                                .file("g/in", "x")
                                .symbolicLink("l", "f")
                                .symbolicLink("l", "g")
                                .finish());
        assertThat(files.resolve("f")).hasContent("second");
        assertThat(files.resolve("other")).hasContent("first");
        assertThat(files.resolve("d")).isRegularFile().hasContent("a file now");
        assertThat(files.resolve("g/in")).hasContent("x");
        assertThat(Files.readSymbolicLink(files.resolve("l"))).hasToString("g");
    }

    @Test
    void folderAgainKeepsItsContentAndTakesTheMetadata() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .entry('5', "d/", h -> h.mode(0700).owner(1, 2))
                                .file("d/in", "kept")
                                .entry(
                                        '5',
                                        "./d",
                                        h -> h.mode(01755).owner(3, 4).octal(136, 12, 77))
                                .finish());
        assertThat(files.resolve("d/in")).hasContent("kept");
        assertThat(Files.getAttribute(files.resolve("d"), "unix:mode")).isEqualTo(041755);
        assertThat(Files.getAttribute(files.resolve("d"), "unix:uid")).isEqualTo(3);
        assertThat(Files.getLastModifiedTime(files.resolve("d")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(77));
    }

    @Test
    void folderOverALinkReplacesTheLink() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .folder("usr/lib")
                                .symbolicLink("lib", "usr/lib")
                                .folder("lib")
                                .file("lib/own", "x")
                                .finish());
        assertThat(Files.isSymbolicLink(files.resolve("lib"))).isFalse();
        assertThat(files.resolve("usr/lib/own")).doesNotExist();
    }

    @Test
    void foldersWithoutEntriesAreMade() throws IOException {
        Path files = store.files(new TarBytes().file("a/b/c/f", "x").finish());
        assertThat(files.resolve("a/b/c/f")).hasContent("x");
        assertThat(Files.getAttribute(files.resolve("a/b"), "unix:mode")).isEqualTo(040755);
    }

    @Test
    void folderThatHandsOnItsGroupGivesItToNothingThatHasAnother() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .entry('5', "s", h -> h.mode(02775).owner(0, 50))
                                .file("s/f", "x")
                                .folder("s/d")
                                .finish());
        assertThat(Files.getAttribute(files.resolve("s/f"), "unix:gid")).isEqualTo(0);
        assertThat(Files.getAttribute(files.resolve("s/d"), "unix:gid")).isEqualTo(0);
        assertThat(Files.getAttribute(files.resolve("s/d"), "unix:mode")).isEqualTo(040755);
    }

    @Test
    void whiteoutsSpeakOfLayersBelowOnlyInWhateverOrder() throws IOException {
        Digest base =
                store.unpack(
                        new TarBytes()
                                .file("gone", "base")
                                .file("file", "base")
                                .file("before/base", "")
                                .file("after/base", "")
                                .file("implied/base", "")
                                .file("opaque/base", "")
                                .file("untouched/base", "")
                                .finish());
        Digest top =
                store.unpack(
                        new TarBytes()
                                .file(".wh.gone", "")
                                .file(".wh.gone", "")
                                .file(".wh.file", "")
                                .file("file", "top")
                                .file(".wh.before", "")
                                .folder("before")
                                .file("before/top", "")
                                .folder("after")
                                .file("after/top", "")
                                .file(".wh.after", "")
                                .file(".wh.implied", "")
                                .file("implied/deep/top", "")
                                .file("opaque/top", "")
                                .file("opaque/.wh..wh..opq", "")
                                .folder(".wh..wh.plnk")
                                .file(".wh..wh.plnk/1234", "")
                                .file(".wh..wh.aufs", "")
                                .file(".wh.never-was", "")
                                .finish());
        Path root = store.mount(1, base, top).mounted();
        assertThat(Store.run("sh", "-c", "cd " + root + " && find . | sort").lines())
                .containsExactly(
                        ".",
                        "./after",
                        "./after/top",
                        "./before",
                        "./before/top",
                        "./file",
                        "./implied",
                        "./implied/deep",
                        "./implied/deep/top",
                        "./opaque",
                        "./opaque/top",
                        "./untouched",
                        "./untouched/base");
        assertThat(root.resolve("file")).hasContent("top");
    }

    @Test
    void attributesThatSpeakToTheHostAreLeftOut() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .pax(
                                        "SCHILY.xattr.security.capability", CAPABILITY,
                                        "SCHILY.xattr.user.binary",
                                                new byte[] {(byte) 0xff, 10, 0, 61},
                                        "SCHILY.xattr.trusted.overlay.redirect", "/etc",
                                        "SCHILY.xattr.trusted.other", "x",
                                        "SCHILY.xattr.security.selinux", "x")
                                .file("f", "x")
                                .pax("SCHILY.xattr.trusted.overlay.opaque", "y")
                                .folder("d")
                                .finish());
        assertThat(Attributes.below(files))
                .containsExactly(
                        "f security.capability=" + HexFormat.of().formatHex(CAPABILITY),
                        "f user.binary=ff0a003d");
    }

    @Test
    void namesKeepTheirBytes() throws IOException {
        byte[] name = {'f', (byte) 0xe9, (byte) 0xff};
        Path files = store.files(new TarBytes().pax("path", name).file("x", "y").finish());
        assertThat(Store.run("sh", "-c", "ls -b " + files)).isEqualTo("f\\351\\377\n");
    }

    @Test
    void rootTakesWhatItsEntrySays() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .entry('5', "./", h -> h.mode(0711).owner(5, 6).octal(136, 12, 99))
                                .file("./f", "x")
                                .finish());
        assertThat(Files.getAttribute(files, "unix:mode")).isEqualTo(040711);
        assertThat(Files.getAttribute(files, "unix:uid")).isEqualTo(5);
        assertThat(Files.getLastModifiedTime(files).toInstant())
                .isEqualTo(Instant.ofEpochSecond(99));
    }

    @Test
    void oldFormsAreRead() throws IOException {
        Path files =
                store.files(
                        new TarBytes()
                                .entry('\0', "v7folder/", h -> h.text(257, 8, "").mode(0750))
                                .entry('\0', "v7folder/f", h -> h.text(257, 8, "").size(3))
                                .data("old".getBytes(StandardCharsets.UTF_8))
                                .entry('0', "name", h -> h.text(345, 155, "prefix").size(1))
                                .data(new byte[] {'p'})
                                .entry('g', "global", h -> h.size(11))
                                .data("11 comment\n".getBytes(StandardCharsets.UTF_8))
                                .finish());
        assertThat(files.resolve("v7folder/f")).hasContent("old");
        assertThat(files.resolve("prefix/name")).hasContent("p");
        assertThat(
                        Files.getAttribute(
                                files.resolve("v7folder"), "unix:mode", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(040750);
    }
}
