package dev.mullion.backend.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.host.HostId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.api.HistoryEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerStackTest {

    private static final Digest A = digest('a');
    private static final Digest B = digest('b');
    private static final Digest C = digest('c');

    @Test
    void stepsWithoutContentAreSkipped() {
        List<LayerView> layers =
                LayerStack.of(
                        List.of(A, B),
                        List.of(
                                step("CMD [\"sh\"]", 0),
                                step("COPY app /app # buildkit", 20),
                                step("ENV X=1", 0),
                                step("/bin/sh -c #(nop) ADD file:1 in / ", 100)),
                        Map.of());

        assertThat(layers).extracting(LayerView::diffId).containsExactly(A, B);
        assertThat(layers).extracting(LayerView::bytes).containsExactly(100L, 20L);
        assertThat(layers).extracting(LayerView::index).containsExactly(0, 1);
    }

    @Test
    void aLayerThatTakesNoRoomIsFoundByWhatMadeIt() {
        List<LayerView> layers =
                LayerStack.of(
                        List.of(A, B, C),
                        List.of(
                                step("CMD [\"sh\"]", 0),
                                step("RUN /bin/sh -c rm -f /nothing # buildkit", 0),
                                step("WORKDIR /app", 0),
                                step("ADD root.tar / # buildkit", 100)),
                        Map.of());

        assertThat(layers).extracting(LayerView::createdBy).first().asString().startsWith("ADD");
        assertThat(layers).extracting(LayerView::diffId).containsExactly(A, B, C);
        assertThat(layers.get(1).createdBy()).isEqualTo("WORKDIR /app");
        assertThat(layers.get(2).createdBy()).startsWith("RUN");
    }

    @Test
    void whatCanNotBeMatchedIsNotGuessed() {
        List<LayerView> layers =
                LayerStack.of(List.of(A, B, C), List.of(step("RUN x", 5)), Map.of());

        assertThat(layers).hasSize(1);
        assertThat(layers.getFirst().diffId()).isNull();
        assertThat(layers.getFirst().bytes()).isEqualTo(5);
    }

    @Test
    void aLayerIsSharedOnlyOnTheSameGround() {
        HostId host = HostId.random();
        ImageKey same = new ImageKey(host, digest('1'));
        ImageKey otherGround = new ImageKey(host, digest('2'));
        ImageKey shorter = new ImageKey(host, digest('3'));

        List<LayerView> layers =
                LayerStack.of(
                        List.of(A, B, C),
                        List.of(step("RUN c", 3), step("RUN b", 2), step("RUN a", 1)),
                        Map.of(
                                same, List.of(A, B, digest('d')),
                                otherGround, List.of(digest('e'), B, C),
                                shorter, List.of(A)));

        assertThat(layers.get(0).sharedWith()).containsExactlyInAnyOrder(same, shorter);
        assertThat(layers.get(1).sharedWith()).containsExactly(same);
        assertThat(layers.get(2).sharedWith()).isEmpty();
    }

    private static HistoryEntry step(String createdBy, long size) {
        return new HistoryEntry("<missing>", 1_700_000_000L, createdBy, List.of(), size, null);
    }

    private static Digest digest(char hex) {
        return Digest.of("sha256:" + String.valueOf(hex).repeat(64));
    }
}
