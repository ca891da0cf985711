package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code doctor}: looks at everything that a start needs, beside a running instance or without one,
 * and changes nothing. That it runs at all says that the configuration is valid.
 */
public final class DoctorCommand implements OfflineCommand {
  private static final String JSON = "--json";

  private final Clock clock;

  public DoctorCommand() {
    this(Clock.systemUTC());
  }

  DoctorCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String usage() {
    return "[--json]  look whether all that a start needs is in order; exit status 1 when not";
  }

  @Override
  public int run(Config config, List<String> arguments, PrintStream out) {
    boolean json = arguments.equals(List.of(JSON));
    if (!json && !arguments.isEmpty()) {
      throw new IllegalArgumentException("doctor takes " + JSON + " and nothing else");
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("configuration", "valid"));
    findings.addAll(new MachineChecks(config, clock).run());
    findings.addAll(new DatabaseChecks(config).run());
    findings.addAll(new NetworkChecks(config).run());
    boolean well = findings.stream().noneMatch(one -> one.verdict() == Finding.Verdict.FAILED);
    if (json) {
      JsonArray list = new JsonArray(findings.stream().map(Finding::toJson).toList());
      out.println(new JsonObject().put("ok", well).put("findings", list).encodePrettily());
    } else {
      findings.forEach(finding -> out.println(finding.line()));
    }
    return well ? 0 : 1;
  }
}
