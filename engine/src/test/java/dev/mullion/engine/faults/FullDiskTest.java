package dev.mullion.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.faults.Api.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk is full: it is said, nothing is lost, and all works again when there is room. */
@Timeout(180)
class FullDiskTest {

    @Test
    void pullThatFindsNoRoomSaysSoAndHarmsNothing() throws IOException {
        try (Host host = Host.start(128 << 20);
                TestRegistry registry = TestRegistry.start(host.engine)) {
            String name = registry.publishImage("team/large:1", 16 << 20);
            String running = host.run("exec sleep 1000");
            String pull =
                    "/images/create?tag=1&fromImage=" + name.substring(0, name.lastIndexOf(':'));
            for (long left : new long[] {4 << 20, 20 << 20, 100 << 10, 0}) {
                host.fillDisk(left);
                Reply reply = host.api.post(pull, "");
                assertThat(reply.body()).as("with %d bytes left", left).contains("space left");
                assertThat(host.api.get("/images/" + name + "/json").status()).isEqualTo(404);
                host.makeRoom();
                assertThat(host.api.post("/images/prune", "").status()).isEqualTo(200);
            }
            assertThat(host.state(running).path("Running").asBoolean()).isTrue();

            assertThat(host.api.post(pull, "").body()).doesNotContain("errorDetail");

            assertThat(host.engine.docker("run", "--rm", name, "sh", "-c", "wc -c < /ballast"))
                    .isEqualTo(Integer.toString(16 << 20));
            host.nothingElse();
        }
    }

    @Test
    void containersOnAFullDiskCanBeSeenStoppedAndRemovedAndRunAgainWithRoom() throws IOException {
        try (Host host = Host.start(64 << 20)) {
            String quiet = host.run("exec sleep 1000", "{}");
            String stopped = host.create("true", "{}");
            host.fillDisk(1 << 20);
            String loud = host.run("while :; do echo 0123456789012345678901234567890; done");
            Path disk = host.file(host.engine.sandbox().disk());
            Host.await(() -> Files.getFileStore(disk).getUsableSpace() < 4096);

            Reply create =
                    host.api.post("/containers/create", "{\"Image\":\"%s\"}".formatted(Host.BASE));
            assertThat(create.status()).isEqualTo(500);
            assertThat(create.body()).contains("space left");
            Reply start = host.api.post("/containers/" + stopped + "/start", "");
            assertThat(start.status()).isEqualTo(500);
            assertThat(start.body()).contains("space left");
            assertThat(host.state(stopped).path("Status").asString()).isEqualTo("created");
            assertThat(host.state(quiet).path("Running").asBoolean()).isTrue();
            assertThat(host.api.post("/containers/" + quiet + "/kill", "").status()).isEqualTo(204);
            assertThat(host.ended(quiet).path("ExitCode").asInt()).isEqualTo(137);

            host.remove(loud);
            host.makeRoom();

            assertThat(host.api.post("/containers/" + stopped + "/start", "").status())
                    .isEqualTo(204);
            assertThat(host.ended(stopped).path("ExitCode").asInt()).isZero();
            Host.await(() -> host.engine.log().contains("could be written at last"));
            host.engine.kill();
            host.engine.restart();
            assertThat(host.state(quiet).path("ExitCode").asInt()).isEqualTo(137);
            host.nothingElse();
        }
    }
}
