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

  /** The same, with something to begin when it has started; the start does not wait for that. */
  Part then(Runnable begin) {
    return new Part(name, () -> start.get().onSuccess(done -> begin.run()), stop);
  }

  /**
   * A verticle.
   *
   * @param instances event loops that it runs on
   */
  public static Part verticle(
      String name, Vertx vertx, int instances, Supplier<? extends Deployable> verticle) {
    return verticle(name, vertx, instances, Future.succeededFuture(verticle));
  }

  /**
   * A verticle that waits for what it is made of.
   *
   * @param instances event loops that it runs on
   * @param verticle its failure is that of the start
   */
  static Part verticle(
      String name,
      Vertx vertx,
      int instances,
      Future<? extends Supplier<? extends Deployable>> verticle) {
    AtomicReference<String> deployment = new AtomicReference<>();
    DeploymentOptions options = new DeploymentOptions().setInstances(instances);
    return new Part(
        name,
        () ->
            verticle
                .compose(made -> vertx.deployVerticle(made, options))
                .onSuccess(deployment::set),
        () -> vertx.undeploy(deployment.get()));
  }
}
