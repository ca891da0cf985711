package ai.altertable.mcp;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Something that the {@link Application} starts, and stops in the reverse order.
 *
 * @param name for messages
 * @param start completes when it works; a failure ends the start of the whole
 * @param stop takes nothing new, lets what runs finish, then completes; called only after a start
 *     that succeeded
 */
public record Part(String name, Supplier<Future<?>> start, Supplier<Future<?>> stop) {
  public Part {
    requireNonNull(name, "name is null");
    requireNonNull(start, "start is null");
    requireNonNull(stop, "stop is null");
  }

  /**
   * The same, with something to do when it has started. The start does not wait for that, the stop
   * does.
   */
  Part then(Supplier<Future<?>> work) {
    AtomicReference<Future<?>> begun = new AtomicReference<>();
    return new Part(
        name,
        () -> start.get().onSuccess(done -> begun.set(work.get())),
        () -> begun.get().transform(done -> stop.get()));
  }

  /**
   * A verticle.
   *
   * @param instances event loops that it runs on
   */
  public static Part verticle(
      String name, Vertx vertx, int instances, Supplier<? extends Deployable> verticle) {
    AtomicReference<String> deployment = new AtomicReference<>();
    DeploymentOptions options = new DeploymentOptions().setInstances(instances);
    return new Part(
        name,
        () -> vertx.deployVerticle(verticle, options).onSuccess(deployment::set),
        () -> vertx.undeploy(deployment.get()));
  }
}
