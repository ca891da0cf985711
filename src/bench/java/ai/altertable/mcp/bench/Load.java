package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Puts a server under load from a process of its own: wrk where it is installed, else our own. */
final class Load {
  /** The id of every request handed in; each one sent gets the next number, of the same length. */
  static final int FIRST_ID = 10_000_000;

  private static final Path SCRIPT = Path.of("src/bench/wrk/load.lua");
  private static final Path WRK = Path.of("/usr/bin/wrk");

  private final int connections;
  private final int core;
  private final Path folder;

  /**
   * A request, ready to be sent.
   *
   * @param body a JSON-RPC request with {@link #FIRST_ID}
   */
  record Request(Map<String, String> headers, String body) {}

  /**
   * What happened.
   *
   * @param micros how long it went on
   * @param p50 median latency, microseconds
   * @param p99 99th percentile of latency, microseconds
   * @param bytes received: bodies, and heads where the generator counts them
   * @param failures broken connections, timeouts, answers other than 200
   */
  record Outcome(long requests, long micros, long p50, long p99, long bytes, long failures) {
    double perSecond() {
      return requests * 1e6 / micros;
    }

    double bytesPerAnswer() {
      return (double) bytes / Math.max(1, requests);
    }
  }

  /**
   * @param connections kept alive
   * @param core the only one the load may use, or -1 for all
   * @param folder for the requests handed to the load's process
   */
  Load(int connections, int core, Path folder) {
    this.connections = connections;
    this.core = core;
    this.folder = folder;
  }

  /** The program that makes the load. */
  static String generator() {
    return Files.isExecutable(WRK) ? "wrk" : "Vert.x client";
  }

  /** Sends the requests in turn, over and over, one at a time on each connection. */
  Outcome run(URI endpoint, List<Request> requests, Duration duration)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Server.pinned(core));
    command.addAll(
        Files.isExecutable(WRK)
            ? wrk(endpoint, requests, duration)
            : client(endpoint, requests, duration));
    Path output = folder.resolve("load.out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(duration.toSeconds() + 30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the load did not end");
    }
    List<String> lines = Files.readAllLines(output);
    if (process.exitValue() != 0) {
      throw new IOException("the load failed: " + lines);
    }
    JsonObject last = new JsonObject(lines.get(lines.size() - 1));
    return new Outcome(
        last.getLong("requests"),
        last.getLong("micros"),
        last.getLong("p50"),
        last.getLong("p99"),
        last.getLong("bytes"),
        last.getLong("failures"));
  }

  private List<String> wrk(URI endpoint, List<Request> requests, Duration duration)
      throws IOException {
    Path file = folder.resolve("requests.http");
    String text =
        requests.stream()
            .map(request -> http(endpoint, request) + "\0")
            .collect(Collectors.joining());
    Files.writeString(file, text);
    return List.of(
        WRK.toString(),
        "--threads=1",
        "--connections=" + connections,
        "--duration=" + duration.toSeconds() + "s",
        "--timeout=10s",
        "--script=" + SCRIPT,
        endpoint.toString(),
        "--",
        file.toString());
  }

  private List<String> client(URI endpoint, List<Request> requests, Duration duration)
      throws IOException {
    Path file = folder.resolve("requests.json");
    JsonArray list = new JsonArray();
    for (Request request : requests) {
      JsonObject headers = new JsonObject();
      request.headers().forEach(headers::put);
      list.add(new JsonObject().put("headers", headers).put("body", request.body()));
    }
    Files.writeString(file, list.encode());
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-cp",
        System.getProperty("java.class.path"),
        LoadClient.class.getName(),
        endpoint.toString(),
        file.toString(),
        Integer.toString(connections),
        Long.toString(duration.toMillis()));
  }

  private static String http(URI endpoint, Request request) {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    String headers =
        request.headers().entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    return "POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(
            endpoint.getPath(), endpoint.getAuthority(), headers, body.length, request.body());
  }
}
