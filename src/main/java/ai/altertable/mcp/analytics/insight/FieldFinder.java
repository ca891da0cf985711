package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.semantic.JoinPath;
import ai.altertable.mcp.analytics.semantic.ModelGraph;
import ai.altertable.mcp.analytics.semantic.ModelSet;
import ai.altertable.mcp.analytics.semantic.Reference;
import ai.altertable.mcp.analytics.semantic.SemanticModel;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Dimension;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Endorsement;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Measure;
import ai.altertable.mcp.analytics.semantic.SemanticModel.NamedFilter;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Timestamp;
import ai.altertable.mcp.analytics.semantic.VersionedModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what references mean, and the ways to it; collects faults and the models it used. */
final class FieldFinder {
  private final String catalog;
  private final ModelSet models;
  private final ModelGraph graph;
  private final Set<VersionedModel> used = new LinkedHashSet<>();
  private final Set<DefinitionFault> faults = new LinkedHashSet<>();

  /**
   * @param catalog that all references must name
   */
  FieldFinder(String catalog, ModelSet models) {
    this.catalog = catalog;
    this.models = models;
    this.graph = new ModelGraph(models);
  }

  /** The models that were used so far. */
  Set<VersionedModel> used() {
    return used;
  }

  void fault(String path, String message) {
    faults.add(new DefinitionFault(path, message));
  }

  /**
   * @throws DefinitionException with every fault, when there is one
   */
  void finish() {
    if (!faults.isEmpty()) {
      throw new DefinitionException(List.copyOf(faults));
    }
  }

  Optional<Measure> measure(Reference reference) {
    return field(reference, "measure", SemanticModel::measures, Measure::name);
  }

  Optional<Dimension> dimension(Reference reference) {
    return field(reference, "dimension", SemanticModel::dimensions, Dimension::name);
  }

  Optional<NamedFilter> filter(Reference reference) {
    return field(reference, "filter", SemanticModel::filters, NamedFilter::name);
  }

  Optional<Timestamp> timestamp(Reference reference) {
    return field(reference, "timestamp", SemanticModel::timestamps, Timestamp::name);
  }

  /** The timestamp that a table is measured by when none is named. */
  Optional<Timestamp> standardTimestamp(Reference measure) {
    List<Timestamp> all =
        models.of(measure.table()).map(saved -> saved.model().timestamps()).orElse(List.of());
    Optional<Timestamp> standard =
        all.size() == 1
            ? Optional.of(all.get(0))
            : all.stream().filter(Timestamp::standard).findFirst();
    if (standard.isEmpty()) {
      String reachable =
          graph.reachable(measure.table()).stream()
              .flatMap(
                  table ->
                      models.of(table).stream()
                          .flatMap(saved -> saved.model().timestamps().stream())
                          .map(timestamp -> table + "." + timestamp.name()))
              .collect(Collectors.joining(", "));
      fault(
          measure.path(),
          "is of "
              + measure.table()
              + ", which has no default timestamp: give timestamp_ref"
              + (reachable.isEmpty() ? "" : ", one of " + reachable));
    }
    return standard;
  }

  /** Whether relations lead from rows of a table to one row of another. */
  boolean reaches(TableName from, TableName to) {
    return graph.reachable(from).contains(to);
  }

  /** The way from a measure's table to a field's: the only one with the fewest joins. */
  Optional<JoinPath> path(TableName from, Reference to) {
    boolean chosen = !to.via().isEmpty();
    List<JoinPath> paths =
        chosen ? graph.along(from, to.table(), to.via()) : graph.shortest(from, to.table());
    if (paths.size() == 1) {
      JoinPath path = paths.get(0);
      path.hops().forEach(hop -> models.of(hop.to()).ifPresent(used::add));
      return Optional.of(path);
    }
    if (paths.size() > 1) {
      fault(to.path(), from + " refers to " + to.table() + " in several ways: give " + vias(paths));
    } else if (chosen && !graph.shortest(from, to.table()).isEmpty()) {
      fault(
          to.path() + ".via",
          "does not lead from %s to %s: give %s, or leave it out"
              .formatted(from, to.table(), vias(graph.shortest(from, to.table()))));
    } else {
      fault(to.path(), notReached(from, to.table()));
    }
    return Optional.empty();
  }

  private String notReached(TableName from, TableName to) {
    String others =
        graph.reachable(from).stream().map(TableName::toString).collect(Collectors.joining(", "));
    boolean backwards = !graph.shortest(to, from).isEmpty();
    return "no relation leads from rows of %s to one row of %s%s. It can be grouped by: %s"
        .formatted(
            from,
            to,
            backwards ? ", only back: a row there would be counted more than once" : "",
            others);
  }

  private static String vias(List<JoinPath> paths) {
    return paths.stream()
        .map(
            path ->
                path.foreignKeys().stream()
                    .map(key -> '"' + key + '"')
                    .collect(Collectors.joining(", ", "via: [", "]")))
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  private <T> Optional<T> field(
      Reference reference,
      String kind,
      Function<SemanticModel, List<T>> fields,
      Function<T, String> name) {
    Optional<VersionedModel> saved = model(reference);
    if (saved.isEmpty()) {
      return Optional.empty();
    }
    List<T> all = fields.apply(saved.get().model());
    Optional<T> found =
        all.stream().filter(each -> name.apply(each).equals(reference.projection())).findFirst();
    if (found.isEmpty()) {
      fault(
          reference.path() + ".projection",
          "names no %s of %s: %s.%s"
              .formatted(
                  kind,
                  reference.table(),
                  reference.projection(),
                  suggestion(reference.projection(), all.stream().map(name).toList())));
    }
    return found;
  }

  private Optional<VersionedModel> model(Reference reference) {
    TableName table = reference.table();
    if (!table.catalog().equals(catalog)) {
      fault(
          reference.path() + ".catalog",
          "must be " + catalog + ": a question stays in one catalog");
      return Optional.empty();
    }
    Optional<VersionedModel> saved = models.of(table);
    if (saved.isEmpty()) {
      List<String> known = models.tables().stream().map(TableName::toString).toList();
      fault(
          reference.path() + ".table",
          table + " has no semantic model." + suggestion(table.toString(), known));
    } else if (saved.get().model().endorsement() == Endorsement.EXCLUDED) {
      fault(reference.path() + ".table", table + " is excluded: it is not to be used");
      return Optional.empty();
    }
    saved.ifPresent(used::add);
    return saved;
  }

  private static String suggestion(String name, Collection<String> known) {
    String meant = NearestNames.didYouMean(name, known);
    if (!meant.isEmpty() || known.isEmpty() || known.size() > 30) {
      return meant;
    }
    return " There are: " + String.join(", ", new ArrayList<>(known).stream().sorted().toList());
  }
}
