package dev.mullion.engine.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mullion.docker.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * A registry with just what a test puts into it; a blob can be held until the test lets it go, and
 * beside the registry there are files elsewhere.
 */
final class BlobServer implements AutoCloseable {

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Content(String type, byte[] bytes) {}

    /** A layer as a manifest names it. */
    record Layer(Digest blob, int size, Digest diffId, String type, List<String> urls) {}

    private final HttpServer server;
    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private final Map<String, String> redirections = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    BlobServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        contents.put("/v2/", new Content("application/json", new byte[] {'{', '}'}));
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Paths that were asked for, in their order. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        CountDownLatch latch = held.get(path);
        Content content = contents.get(path);
        String redirection = redirections.get(path);
        try (exchange) {
            if (redirection != null) {
                exchange.getResponseHeaders().set("Location", redirection);
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", content.type());
            exchange.sendResponseHeaders(200, content.bytes().length);
            if (latch != null) {
                latch.await();
            }
            exchange.getResponseBody().write(content.bytes());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer's body comes when the latch is open. */
    CountDownLatch hold(Layer layer) {
        return held.computeIfAbsent(blobPath(layer.blob()), any -> new CountDownLatch(1));
    }

    void redirect(String path, String to) {
        redirections.put(path, to);
    }

    Layer layer(byte[] tar) {
        byte[] packed = gzip(tar);
        Digest blob = ContentStore.digestOf(packed);
        contents.put(blobPath(blob), new Content("application/octet-stream", packed));
        return new Layer(
                blob,
                packed.length,
                ContentStore.digestOf(tar),
                MediaTypes.DOCKER_LAYER_GZIP,
                List.of());
    }

    /** A layer that the registry doesn't have. */
    Layer foreign(byte[] tar, byte[] elsewhere, String... urls) {
        byte[] packed = gzip(tar);
        contents.put("/elsewhere/base", new Content("application/octet-stream", elsewhere));
        return new Layer(
                ContentStore.digestOf(packed),
                packed.length,
                ContentStore.digestOf(tar),
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                List.of(urls));
    }

    /** Gives an image a tag. */
    String image(String tag, String osVersion, Layer... layers) {
        byte[] manifest = manifest(osVersion, List.of(layers));
        put("/v2/base/manifests/" + tag, MediaTypes.DOCKER_MANIFEST, manifest);
        return address() + "/base:" + tag;
    }

    /** Gives images of several versions one tag. */
    String index(String tag, Map<String, Layer> byVersion) {
        List<String> entries = new ArrayList<>();
        byVersion.forEach((version, layer) -> {
            byte[] manifest = manifest(version, List.of(layer));
            Digest digest = ContentStore.digestOf(manifest);
            put("/v2/base/manifests/" + digest, MediaTypes.DOCKER_MANIFEST, manifest);
            entries.add(
                    """
                    {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"windows",\
                    "architecture":"amd64","os.version":"%s","os.features":["win32k"]}}\
                    """
                            .formatted(
                                    MediaTypes.DOCKER_MANIFEST, digest, manifest.length, version));
        });
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                        .formatted(MediaTypes.DOCKER_LIST, String.join(",", entries));
        put(
                "/v2/base/manifests/" + tag,
                MediaTypes.DOCKER_LIST,
                index.getBytes(StandardCharsets.UTF_8));
        return address() + "/base:" + tag;
    }

    private byte[] manifest(String osVersion, List<Layer> layers) {
        String diffIds =
                String.join(",", layers.stream().map(one -> "\"" + one.diffId() + "\"").toList());
        byte[] config =
                """
                {"architecture":"amd64","os":"windows","os.version":"%s",\
                "os.features":["win32k"],"config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}\
                """
                        .formatted(osVersion, diffIds)
                        .getBytes(StandardCharsets.UTF_8);
        Digest id = ContentStore.digestOf(config);
        put(blobPath(id), MediaTypes.DOCKER_CONFIG, config);
        List<String> parts = new ArrayList<>();
        for (Layer layer : layers) {
            String urls =
                    layer.urls().isEmpty()
                            ? ""
                            : ",\"urls\":[\"" + String.join("\",\"", layer.urls()) + "\"]";
            parts.add(
                    "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                            .formatted(layer.type(), layer.blob(), layer.size(), urls));
        }
        return """
        {"schemaVersion":2,"mediaType":"%s",\
        "config":{"mediaType":"%s","digest":"%s","size":%d},"layers":[%s]}\
        """
                .formatted(
                        MediaTypes.DOCKER_MANIFEST,
                        MediaTypes.DOCKER_CONFIG,
                        id,
                        config.length,
                        String.join(",", parts))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void put(String path, String type, byte[] bytes) {
        contents.put(path, new Content(type, bytes));
    }

    private static String blobPath(Digest digest) {
        return "/v2/base/blobs/" + digest;
    }

    static byte[] gzip(byte[] tar) {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() {
        held.values().forEach(CountDownLatch::countDown);
        server.stop(0);
    }
}
