package ai.altertable.mcp.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.pattern.DynamicConverter;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * How messages are written until the configuration is read; {@code log.level} and {@code
 * log.format} rule from then on ({@link Logging}). In code, since logback's XML reader alone takes
 * longer to load than the rest of it. {@code -Dlogback.configurationFile} replaces it.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
  static final String APPENDER = "stderr";

  private static final String HEAD =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %line";
  static final String PATTERN = HEAD + "%n%trace";

  /** With the ids of the trace, where there is one. */
  static final String TRACED = HEAD + "%replace( %X){'^ $', ''}%n%trace";

  /** Libraries that tell more than an operator can use. */
  private static final List<String> TALKATIVE =
      List.of("io.netty", "org.flywaydb", "org.postgresql");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    apply(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void apply(LoggerContext context) {
    // What clients make up can neither begin a line of the log nor speak to a terminal.
    Map<String, Supplier<DynamicConverter<?>>> words = new HashMap<>();
    words.put("line", MessageLine::new);
    words.put("trace", IndentedTrace::new);
    context.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, words);
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    // Nodes that come and go are told by ClusterNode.
    context.getLogger("com.hazelcast").setLevel(Level.WARN);
    context.getLogger("com.hazelcast.instance.impl.HazelcastInstanceFactory").setLevel(Level.ERROR);
    context.getLogger("com.hazelcast.cp").setLevel(Level.ERROR);
    // Warns of gauges that the instances of a verticle share on purpose.
    context.getLogger("io.micrometer").setLevel(Level.ERROR);
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
  }
}
