package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.SecuritySpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that change while a container runs, and devices, which it has from its start. */
class LiveLimitsTest {

    private static final long MIB = 1 << 20;

    private HcsFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new HcsFixture();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        fixture.close();
    }

    private ContainerId runs(Isolation isolation) throws IOException {
        WindowsSpec spec = fixture.spec("ping -t localhost").in(isolation);
        spec.memory = 256 * MIB;
        return fixture.run(spec);
    }

    private ResourceLimits limits(long memory, long nanoCpus) {
        WindowsSpec spec = fixture.spec("");
        spec.memory = memory;
        spec.nanoCpus = nanoCpus;
        return spec.limits();
    }

    @Test
    void memoryAndProcessorsOfAProcessIsolatedContainerChangeAtOnce() throws Exception {
        ContainerId id = runs(Isolation.PROCESS);
        assertThat(fixture.runtime.usage(id).memoryLimit()).isEqualTo(256 * MIB);

        fixture.runtime.update(id, limits(512 * MIB, 1_500_000_000L));

        assertThat(fixture.runtime.usage(id).memoryLimit()).isEqualTo(512 * MIB);
        fixture.restartEngine();
        assertThat(fixture.runtime.recover(Set.of(id))).hasSize(1);
        assertThat(fixture.runtime.usage(id).memoryLimit()).isEqualTo(512 * MIB);
        fixture.delete(id);
    }

    @Test
    void aUtilityVmKeepsTheLimitsItWasStartedWith() throws Exception {
        ContainerId id = runs(Isolation.HYPERV);

        assertThatThrownBy(() -> fixture.runtime.update(id, limits(512 * MIB, 0)))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("stop it, change them, and start it again");
        fixture.delete(id);
    }

    @Test
    void oldBuildsChangeMemoryOnly() throws Exception {
        fixture.close();
        fixture = new HcsFixture("10.0.17763.5000");
        ContainerId id = runs(Isolation.PROCESS);

        fixture.runtime.update(id, limits(512 * MIB, 0));

        assertThat(fixture.runtime.usage(id).memoryLimit()).isEqualTo(512 * MIB);
        assertThatThrownBy(() -> fixture.runtime.update(id, limits(512 * MIB, 1_000_000_000L)))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("build 19042 can");
        fixture.delete(id);
    }

    @Test
    void limitsOfInputAndOutputStay() throws Exception {
        ContainerId id = runs(Isolation.PROCESS);
        WindowsSpec spec = fixture.spec("");
        spec.operations = 100;

        assertThatThrownBy(() -> fixture.runtime.update(id, spec.limits()))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("can't be changed while a Windows container runs");
        fixture.delete(id);
    }

    @Test
    void aDeviceIsGivenInProcessIsolationAndRefusedToAUtilityVm() throws Exception {
        List<SecuritySpec.Device> devices =
                List.of(
                        new SecuritySpec.Device(
                                "class/5B45201D-F2F2-4F3B-85BB-30FF1F953599", "", "rwm"));
        WindowsSpec spec = fixture.spec("ping -t localhost");
        spec.devices = devices;
        ContainerId id = fixture.run(spec);
        assertThat(fixture.processesOf(id)).containsIgnoringCase("ping");

        WindowsSpec virtual = fixture.spec("cmd").in(Isolation.HYPERV);
        virtual.devices = devices;
        assertThatThrownBy(() -> fixture.run(virtual))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("choose process isolation");
        fixture.delete(id);
    }
}
