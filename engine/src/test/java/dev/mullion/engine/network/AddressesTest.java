package dev.mullion.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mullion.docker.ContainerId;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {

    private final AddressPool pool = new AddressPool(Subnet.parse("10.1.0.0/29").orElseThrow());

    @Test
    void everyAddressButTheNetworksOwnIsGivenOnce() {
        assertThat(List.of(take(1), take(2), take(3), take(4), take(5)))
                .containsExactly("10.1.0.2", "10.1.0.3", "10.1.0.4", "10.1.0.5", "10.1.0.6");
        assertThat(pool.take(id(6))).isEmpty();
    }

    @Test
    void whatWasGivenBackIsUsedAgainLast() {
        take(1);
        take(2);
        pool.free("10.1.0.2");
        assertThat(List.of(take(3), take(4), take(5), take(6)))
                .containsExactly("10.1.0.4", "10.1.0.5", "10.1.0.6", "10.1.0.2");
    }

    @Test
    void aContainerGetsItsOldAddressAgainIfItIsFree() {
        take(1);
        pool.free("10.1.0.2");
        take(2);
        assertThat(take(1)).isEqualTo("10.1.0.2");
    }

    @Test
    void whatTheSystemHoldsBackIsGivenAgainWhenNothingElseIsLeft() {
        take(1);
        pool.avoid("10.1.0.2");
        assertThat(List.of(take(1), take(2), take(3), take(4)))
                .containsExactly("10.1.0.3", "10.1.0.4", "10.1.0.5", "10.1.0.6");
        assertThat(take(5)).isEqualTo("10.1.0.2");
        assertThat(pool.take(id(6))).isEmpty();
    }

    @Test
    void whatARunningContainerHasIsTakenOutOfTheRest() {
        assertThat(pool.take(id(1), "10.1.0.4")).isTrue();
        assertThat(pool.take(id(2), "10.1.0.4")).isFalse();
        assertThat(pool.take(id(2), "10.2.0.4")).as("not of this network").isFalse();
        assertThat(pool.take(id(2), "10.1.0.1")).as("the host's own").isFalse();
        assertThat(List.of(take(3), take(4), take(5), take(6))).doesNotContain("10.1.0.4");
    }

    @Test
    void aNetworkTakesTheFirstBlockThatNoRouteLeadsTo() throws IOException {
        assertThat(PredefinedNetworks.freeSubnet(List.of())).isEqualTo("172.17.0.0/16");
        assertThat(
                        PredefinedNetworks.freeSubnet(
                                List.of("172.17.9.0/24", "172.18.0.1", "10.0.0.0/8")))
                .isEqualTo("172.19.0.0/16");
        assertThat(PredefinedNetworks.freeSubnet(List.of("172.16.0.0/12", "192.168.0.0/24")))
                .isEqualTo("192.168.16.0/20");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        PredefinedNetworks.freeSubnet(List.of("172.16.0.0/12", "192.168.0.0/16")))
                .withMessageContaining("subnet setting");
    }

    private String take(int number) {
        return pool.take(id(number)).orElseThrow();
    }

    private static ContainerId id(int number) {
        return ContainerId.of("%064x".formatted(number));
    }
}
