package dev.mullion.engine.linux.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.engine.archive.TarBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The same archive, given to a Docker Engine, becomes the same folder. Docker takes no archive with
 * two entries of one name, so those are compared with tar alone.
 */
class LikeDockerTest {

    /** Times of whiteouts and of the root are of no use to anybody, and Docker doesn't set them. */
    private static final String LIST =
            "cd \"$0\" && find . -mindepth 1 '!' -name gone -printf '%P|%y|%m|%U:%G|%T@|%n|%l\\n' | sort"
                    + " && find . -type f -exec sha256sum {} + | sort -k 2"
                    + " && find . '(' -type b -o -type c ')' -exec stat -c '%n %t:%T' {} + | sort";

    private static byte[] archive() {
        return new TarBytes()
                .entry('5', "./", h -> h.mode(0755))
                .entry('5', "etc/", h -> h.mode(01771).owner(3, 4))
                .entry('0', "etc/f", h -> h.mode(0640).owner(1, 2))
                .entry('1', "etc/link", h -> h.mode(0640).owner(1, 2).link("./etc/f"))
                .entry('1', "etc/rooted", h -> h.mode(0640).owner(1, 2).link("/etc/f"))
                .folder("usr")
                .folder("usr/lib")
                .symbolicLink("lib", "usr/lib")
                .file("lib/through", "written through the link")
                .symbolicLink("lib64", "/usr/lib")
                .file("lib64/rooted", "written through the link")
                .entry('6', "pipe", h -> h.mode(0622).owner(5, 6))
                .entry('3', "null", h -> h.mode(0666).device(1, 3))
                .entry('4', "loop", h -> h.mode(0660).device(7, 300))
                .entry('0', "setuid", h -> h.mode(06755).owner(7, 8))
                .entry('5', "setgid", h -> h.mode(02775).owner(0, 50))
                .file("setgid/f", "of group 0")
                .entry('2', "dangling", h -> h.link("no/where").owner(9, 10))
                .pax("mtime", "1234567890.123456789", "SCHILY.xattr.user.note", "text")
                .file("precise", "to the nanosecond")
                .file(".wh.gone", "")
                .folder("opaque")
                .file("opaque/.wh..wh..opq", "")
                .file("opaque/shown", "")
                .finish();
    }

    @Test
    void layerIsTheFolderThatDockerMakesOfIt() throws IOException {
        try (Store store = Store.open();
                TestDockerEngine docker = TestDockerEngine.start()) {
            Path tar = Files.write(store.folder.resolve("image.tar"), archive());
            docker.docker("import", tar.toString(), "tricky:1");
            String folder =
                    docker.docker(
                            "inspect", "--format", "{{.GraphDriver.Data.UpperDir}}", "tricky:1");
            Path theirs = Path.of("/proc/" + docker.daemon().pid() + "/root" + folder);

            Path ours = store.files(archive());

            assertThat(Store.run("bash", "-c", LIST, ours.toString()))
                    .isEqualTo(Store.run("bash", "-c", LIST, theirs.toString()));
            assertThat(Attributes.below(ours)).isEqualTo(Attributes.below(theirs)).hasSize(2);
        }
    }
}
