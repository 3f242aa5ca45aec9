package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ExecProcess;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures the runtime alone, and prints medians. Not a test: started by hand, on a quiet machine,
 * with the number of rounds.
 */
final class RuntimeSpeed {

    private RuntimeSpeed() {}

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        List<double[]> steps = new ArrayList<>();
        try (RuntimeFixture fixture = new RuntimeFixture()) {
            for (int i = -5; i < rounds; i++) {
                double[] step = life(fixture);
                if (i >= 0) {
                    steps.add(step);
                }
            }
            String[] names = {"create", "start", "exit", "delete", "all"};
            for (int k = 0; k < names.length; k++) {
                print(names[k], steps, k);
            }
            ContainerId id = fixture.run(fixture.spec("sleep", "1000"));
            List<double[]> execs = new ArrayList<>();
            for (int i = -5; i < rounds; i++) {
                long begun = System.nanoTime();
                try (ExecProcess process =
                        fixture.runtime.exec(id, fixture.spec("true").process())) {
                    process.streams().read(ByteBuffer.allocate(8192));
                    process.waitFor();
                }
                if (i >= 0) {
                    execs.add(new double[] {(System.nanoTime() - begun) / 1e6});
                }
            }
            print("exec", execs, 0);
        }
    }

    private static double[] life(RuntimeFixture fixture) throws Exception {
        ContainerId id = RuntimeFixture.newId();
        long[] at = new long[5];
        at[0] = System.nanoTime();
        fixture.runtime.create(id, fixture.spec("true").build());
        at[1] = System.nanoTime();
        fixture.runtime.start(id);
        at[2] = System.nanoTime();
        fixture.exit(id);
        at[3] = System.nanoTime();
        fixture.runtime.delete(id);
        at[4] = System.nanoTime();
        double[] step = new double[5];
        for (int i = 0; i < 4; i++) {
            step[i] = (at[i + 1] - at[i]) / 1e6;
        }
        step[4] = (at[4] - at[0]) / 1e6;
        return step;
    }

    private static void print(String name, List<double[]> steps, int k) {
        double[] sorted = steps.stream().mapToDouble(step -> step[k]).sorted().toArray();
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%-8s median %.1f ms (%.1f-%.1f), n=%d",
                        name,
                        sorted[sorted.length / 2],
                        sorted[0],
                        Arrays.stream(sorted).max().orElse(0),
                        sorted.length));
    }
}
