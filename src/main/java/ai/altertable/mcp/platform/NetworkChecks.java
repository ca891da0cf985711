package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.NotificationsConfig.Smtp;
import ai.altertable.mcp.config.OidcConfig;
import ai.altertable.mcp.config.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** What the doctor looks for in the network: the public names, the mail server, the provider. */
final class NetworkChecks {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String METADATA = "/.well-known/openid-configuration";

  /** A provider's metadata is a few kilobytes. */
  private static final int MOST_BYTES = 256 << 10;

  private final Config config;

  NetworkChecks(Config config) {
    this.config = config;
  }

  List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    if (config.runtime().has(Role.MCP)) {
      findings.add(url("mcp.url", config.mcp().url()));
    }
    if (config.runtime().has(Role.APP)) {
      findings.add(url("app.url", config.app().url()));
      config.app().notifications().smtp().ifPresent(smtp -> findings.add(mail(smtp)));
      config.app().oidc().ifPresent(oidc -> findings.add(provider(oidc)));
    }
    return findings;
  }

  /** The name only: what answers there may be a proxy that this machine cannot reach. */
  private static Finding url(String key, URI url) {
    InetAddress address;
    try {
      address = InetAddress.getByName(url.getHost());
    } catch (UnknownHostException e) {
      return Finding.failed(
          key, url + ": the name " + url.getHost() + " is not known here; add it to DNS");
    }
    if (url.getScheme().equals("http")) {
      return address.isLoopbackAddress()
          ? Finding.warning(key, url + ": only clients on this machine can use it")
          : Finding.failed(
              key, url + " is not https: tokens would travel readable; set tls.certificate");
    }
    return Finding.ok(key, url + " leads to " + address.getHostAddress());
  }

  private static Finding mail(Smtp smtp) {
    String where = smtp.host() + ":" + smtp.port();
    try (Socket plain = new Socket()) {
      plain.connect(
          new InetSocketAddress(smtp.host(), smtp.port()), Math.toIntExact(PATIENCE.toMillis()));
      plain.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      String greeting = greeting(plain, smtp);
      return greeting.startsWith("220")
          ? Finding.ok("smtp", where + " greets; no mail was sent")
          : Finding.failed("smtp", where + " is no mail server, or takes none: " + greeting);
    } catch (IOException e) {
      return Finding.failed(
          "smtp",
          where + " cannot be reached: " + e.getMessage() + "; smtp.host and smtp.port name it");
    }
  }

  private static String greeting(Socket plain, Smtp smtp) throws IOException {
    return switch (smtp.security()) {
      case TLS -> {
        // A certificate of an authority of its own is for the mail client to check.
        if (smtp.certificate().isPresent()) {
          yield "220 (TLS with smtp.certificate, not looked into)";
        }
        SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (Socket secure = tls.createSocket(plain, smtp.host(), smtp.port(), true)) {
          yield line(secure);
        }
      }
      case STARTTLS, NONE -> line(plain);
    };
  }

  private static String line(Socket socket) throws IOException {
    String line =
        new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 512)
            .readLine();
    return line == null ? "it hung up" : line;
  }

  private static Finding provider(OidcConfig oidc) {
    String issuer = oidc.issuer().toString();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(base + METADATA)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return metadata(issuer, answer.statusCode(), body.readNBytes(MOST_BYTES));
      }
    } catch (IOException e) {
      return Finding.failed(
          "oidc", issuer + " cannot be reached: " + e + "; oidc.issuer names the provider");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Finding metadata(String issuer, int status, byte[] body) {
    if (status != 200) {
      return Finding.failed("oidc", issuer + METADATA + " answers " + status);
    }
    try {
      String named = new JsonObject(Buffer.buffer(body)).getString("issuer");
      return issuer.equals(named)
          ? Finding.ok("oidc", issuer + " answers")
          : Finding.failed("oidc", issuer + " calls itself " + named + "; oidc.issuer must match");
    } catch (DecodeException | ClassCastException e) {
      return Finding.failed("oidc", issuer + METADATA + " is no provider's metadata");
    }
  }
}
