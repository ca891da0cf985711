package ai.altertable.mcp;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops in order at the first Ctrl-C or SIGTERM, and at once at the second. */
final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  // What a shell expects of a process that a signal ended: 128 and the signal's number.
  private static final Map<String, Integer> STATUS = Map.of("INT", 130, "TERM", 143);

  private Shutdown() {}

  /**
   * Installs it.
   *
   * @param stop run once, however the process ends short of being killed
   */
  static void install(Runnable stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
    AtomicInteger asked = new AtomicInteger();
    STATUS.forEach(
        (signal, status) ->
            handle(signal, () -> onSignal(signal, status, asked.incrementAndGet())));
  }

  private static void onSignal(String signal, int status, int times) {
    if (times > 1) {
      Runtime.getRuntime().halt(status);
    }
    LOG.info("stopping; once more stops at once signal={}", signal);
    new Thread(() -> System.exit(status), "exit").start();
  }

  /**
   * The JVM's own handler ignores the second signal, and {@code sun.misc.Signal} is the only way to
   * another one. By name, since the compiler warns of it and cannot be asked not to.
   */
  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Shutdown.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.debug("a second signal will not stop at once signal={}", name, e);
    }
  }
}
