package ai.altertable.mcp;

import ai.altertable.mcp.administration.KeptAnswers;
import ai.altertable.mcp.delivery.Channels;
import ai.altertable.mcp.identity.SecondFactors;
import ai.altertable.mcp.lakehouse.connection.ConnectionRegistry;
import ai.altertable.mcp.lakehouse.export.ExportLinks;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.oauth.token.SigningKeys;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.platform.Resealing;
import ai.altertable.mcp.platform.SealedColumn;
import io.vertx.core.Future;
import java.util.List;

/**
 * {@code secrets rotate}: seals what the database keeps anew, under the first key of {@code
 * secrets.key}, beside running instances. What is gone within hours by itself is left: sign-ins
 * under way and tasks.
 */
final class RotateSecretsCommand implements Command {
  /** Everything that lasts, or that a room can name from its row. */
  static List<SealedColumn> columns() {
    return List.of(
        SigningKeys.SEALED,
        SecondFactors.SEALED,
        Channels.SEALED,
        EnvironmentDatabases.SEALED_READER,
        EnvironmentDatabases.SEALED_OWNER,
        ConnectionRegistry.sealed(),
        KeptAnswers.SEALED,
        ExportLinks.SEALED);
  }

  @Override
  public String name() {
    return "secrets rotate";
  }

  @Override
  public String usage() {
    return " seal all that the database keeps under the first of several keys in secrets.key";
  }

  @Override
  public Future<String> run(Platform platform, List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException("secrets rotate takes nothing else");
    }
    return new Resealing(platform.database(), platform.secrets())
        .run(columns())
        .map(RotateSecretsCommand::text);
  }

  private static String text(Resealing.Count count) {
    String done =
        count.resealed() + " sealed anew, " + count.current() + " under the first key before";
    if (count.lost() > 0) {
      throw new IllegalStateException(
          done
              + "; "
              + count.lost()
              + " open with none of the keys in secrets.key and were left as they are");
    }
    return done;
  }
}
