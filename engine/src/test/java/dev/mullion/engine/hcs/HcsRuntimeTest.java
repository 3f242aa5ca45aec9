package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec.Input;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.ProgramNotStartedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of containers in both isolations. */
class HcsRuntimeTest {

    private static HcsFixture fixture;

    @BeforeAll
    static void open() throws IOException {
        fixture = new HcsFixture();
    }

    @AfterAll
    static void nothingIsLeft() throws IOException {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void whatAContainerWritesIsInItsLog(Isolation isolation) throws Exception {
        assertThat(fixture.output(fixture.spec("cmd /C echo hello").in(isolation)))
                .isEqualTo("hello\r\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void exitCodeIsToldOnce(Isolation isolation) throws Exception {
        ContainerId id = fixture.run(fixture.spec("cmd /C exit 42").in(isolation));

        ProcessExit exit = fixture.exitAtOnce(id);

        assertThat(exit.code()).isEqualTo(42);
        assertThat(exit.error()).isNull();
        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void aMegabyteGoesInAndComesBack(Isolation isolation) throws Exception {
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        ContainerId id = fixture.create(fixture.spec("tee").in(isolation).input(Input.ONCE));
        try (ProcessStreams streams = fixture.runtime.attach(id)) {
            CompletableFuture<byte[]> back =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return HcsFixture.all(streams);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
            fixture.runtime.start(id);
            streams.write(ByteBuffer.wrap(sent));
            streams.closeInput();

            assertThat(back.get(20, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(sent);
        }
        assertThat(fixture.exitAtOnce(id).code()).isZero();
        fixture.delete(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void missingProgramIsSaidInTheWordsThatClientsKnow(Isolation isolation) throws Exception {
        ContainerId id = fixture.create(fixture.spec("nosuch").in(isolation));

        assertThatThrownBy(() -> fixture.runtime.start(id))
                .isInstanceOfSatisfying(
                        ProgramNotStartedException.class, e -> assertThat(e.code()).isEqualTo(127))
                .hasMessageContaining("The system cannot find the file specified");
        fixture.delete(id);
        assertThat(fixture.ends).doesNotContain(id);
    }
}
