package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ListenAddress;
import ai.altertable.mcp.config.Role;
import ai.altertable.mcp.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the doctor looks at on this machine. */
final class MachineChecks {
  private static final long LEAST_BYTES = 200L << 20;
  private static final long FEW_BYTES = 2L << 30;
  private static final Duration SOON = Duration.ofDays(14);

  private final Config config;
  private final Clock clock;
  private final Path directory;

  MachineChecks(Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.directory = config.runtime().dataDir().toAbsolutePath().normalize();
  }

  List<Finding> run() {
    boolean held = held();
    List<Finding> findings = new ArrayList<>();
    findings.add(directory(held));
    findings.add(disk());
    findings.add(key());
    listeners().forEach((name, address) -> findings.add(port(name, address, held)));
    config.http().tls().ifPresent(tls -> findings.add(certificate("tls", tls)));
    config
        .runtime()
        .cluster()
        .flatMap(cluster -> cluster.tls())
        .ifPresent(tls -> findings.add(certificate("cluster", tls.identity())));
    return findings;
  }

  private boolean held() {
    try {
      return DataDirectory.held(directory);
    } catch (IOException e) {
      return false;
    }
  }

  private Finding directory(boolean held) {
    try {
      if (Files.notExists(directory)) {
        Path parent = nearest();
        return Files.isWritable(parent)
            ? Finding.ok("data directory", directory + " will be made at the first start")
            : Finding.failed(
                "data directory",
                directory + " cannot be made: " + parent + " is not writable; data.dir names it");
      }
      if (!Files.isWritable(directory)) {
        return Finding.failed(
            "data directory",
            directory
                + " is not writable for "
                + System.getProperty("user.name")
                + ": give it to that user, or set data.dir");
      }
      return Finding.ok(
          "data directory", directory + (held ? ", in use by a running instance" : ", free"));
    } catch (RuntimeException e) {
      return Finding.failed("data directory", directory + " cannot be looked at: " + e);
    }
  }

  private Finding disk() {
    try {
      long free = Files.getFileStore(nearest()).getUsableSpace();
      String text = (free >> 20) + " MiB are free at " + nearest();
      if (free < LEAST_BYTES) {
        return Finding.failed(
            "disk", text + "; make room: the embedded database stops when there is none");
      }
      return free < FEW_BYTES ? Finding.warning("disk", text) : Finding.ok("disk", text);
    } catch (IOException e) {
      return Finding.failed("disk", "its free space cannot be read: " + e);
    }
  }

  private Path nearest() {
    Path path = directory;
    while (Files.notExists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  private Finding key() {
    if (config.runtime().secretsKey().isPresent()) {
      return Finding.ok("secrets.key", "configured");
    }
    Path file = directory.resolve("secrets.key");
    if (Files.notExists(file)) {
      return Finding.ok("secrets.key", "none yet; " + file + " will be made at the first start");
    }
    try {
      KeyFile.load(config.runtime().secretsKey(), directory);
      return Finding.ok("secrets.key", file + ", readable by its owner only");
    } catch (StartupException e) {
      return Finding.failed("secrets.key", e.getMessage());
    }
  }

  private Map<String, ListenAddress> listeners() {
    Map<String, ListenAddress> listeners = new LinkedHashMap<>();
    if (config.runtime().has(Role.MCP)) {
      listeners.put("mcp", config.mcp().listen());
    }
    if (config.runtime().has(Role.APP)) {
      listeners.put("app", config.app().listen());
    }
    if (config.runtime().has(Role.INGEST)) {
      listeners.put("ingest", config.ingest().listen());
    }
    listeners.put("management", config.runtime().management());
    config.runtime().cluster().ifPresent(one -> listeners.put("cluster", one.membership()));
    return listeners;
  }

  private static Finding port(String name, ListenAddress listen, boolean running) {
    String subject = "port " + name;
    String where = listen.host() + ":" + listen.port();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port()));
      return Finding.ok(subject, where + " is free");
    } catch (IOException e) {
      String text = where + " cannot be listened on: " + e.getMessage();
      return running
          ? Finding.ok(subject, where + " is taken, and an instance runs")
          : Finding.failed(subject, text + "; " + name + ".host and " + name + ".port say where");
    }
  }

  private Finding certificate(String section, TlsConfig tls) {
    String subject = section + ".certificate";
    try (InputStream in = Files.newInputStream(tls.certificate())) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      Instant end = certificate.getNotAfter().toInstant();
      Instant now = clock.instant();
      if (end.isBefore(now)) {
        return Finding.failed(subject, tls.certificate() + " ended " + end + "; renew it");
      }
      String text = tls.certificate() + " is good until " + end;
      return end.isBefore(now.plus(SOON))
          ? Finding.warning(subject, text)
          : Finding.ok(subject, text);
    } catch (IOException | GeneralSecurityException e) {
      return Finding.failed(subject, tls.certificate() + " cannot be read: " + e.getMessage());
    }
  }
}
