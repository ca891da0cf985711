package ai.altertable.mcp.tools;

import ai.altertable.mcp.assets.AssetCounts;
import ai.altertable.mcp.assets.DashboardStore;
import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.assets.Entities;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.assets.KnowledgeStore;
import ai.altertable.mcp.assets.MemoryStore;
import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.assets.NotificationStore;
import ai.altertable.mcp.assets.SegmentStore;
import ai.altertable.mcp.assets.UsedConfirmations;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.docs.DocIndex;
import ai.altertable.mcp.docs.DocSearch;
import ai.altertable.mcp.tools.confirm.Confirmations;
import ai.altertable.mcp.tools.content.EnvironmentContent;
import ai.altertable.mcp.tools.content.ReadResourceTool;
import ai.altertable.mcp.tools.content.Resources;
import ai.altertable.mcp.tools.context.EnvironmentSummary;
import ai.altertable.mcp.tools.context.SearchDocsTool;
import ai.altertable.mcp.tools.context.WhoamiTool;
import ai.altertable.mcp.tools.dashboards.CreateDashboardTool;
import ai.altertable.mcp.tools.dashboards.ListDashboardsTool;
import ai.altertable.mcp.tools.dashboards.UpdateDashboardTool;
import ai.altertable.mcp.tools.dashboards.ViewDashboardTool;
import ai.altertable.mcp.tools.data.EventCatalog;
import ai.altertable.mcp.tools.data.ExplainSqlTool;
import ai.altertable.mcp.tools.data.GetConnectionTool;
import ai.altertable.mcp.tools.data.ListConnectionsTool;
import ai.altertable.mcp.tools.data.ListEventsTool;
import ai.altertable.mcp.tools.data.ListUserTraitsTool;
import ai.altertable.mcp.tools.data.QueryLakehouseTool;
import ai.altertable.mcp.tools.data.ReadResultTool;
import ai.altertable.mcp.tools.data.Statements;
import ai.altertable.mcp.tools.data.TraitCatalog;
import ai.altertable.mcp.tools.data.ValidateSqlTool;
import ai.altertable.mcp.tools.findings.CreateDiscoveryTool;
import ai.altertable.mcp.tools.findings.ListDiscoveriesTool;
import ai.altertable.mcp.tools.findings.ViewDiscoveryTool;
import ai.altertable.mcp.tools.insights.CreateInsightTool;
import ai.altertable.mcp.tools.insights.ExecuteInsightTool;
import ai.altertable.mcp.tools.insights.InsightRunner;
import ai.altertable.mcp.tools.insights.ListInsightsTool;
import ai.altertable.mcp.tools.insights.RenderInsightTool;
import ai.altertable.mcp.tools.insights.UpdateInsightTool;
import ai.altertable.mcp.tools.insights.ViewInsightTool;
import ai.altertable.mcp.tools.knowledge.CreateKnowledgeTool;
import ai.altertable.mcp.tools.knowledge.UpdateKnowledgeTool;
import ai.altertable.mcp.tools.memory.CreateMemoryTool;
import ai.altertable.mcp.tools.memory.SearchMemoryTool;
import ai.altertable.mcp.tools.models.CreateSemanticModelTool;
import ai.altertable.mcp.tools.models.ListSemanticModelsTool;
import ai.altertable.mcp.tools.models.ModelDraft;
import ai.altertable.mcp.tools.models.UpdateSemanticModelTool;
import ai.altertable.mcp.tools.models.ViewSemanticModelTool;
import ai.altertable.mcp.tools.notify.CreateNotificationTool;
import ai.altertable.mcp.tools.notify.ListNotificationsTool;
import ai.altertable.mcp.tools.result.Paging;
import ai.altertable.mcp.tools.search.EntitySearch;
import ai.altertable.mcp.tools.search.EnvironmentNames;
import ai.altertable.mcp.tools.search.SearchEntitiesTool;
import ai.altertable.mcp.tools.segments.CreateSegmentTool;
import ai.altertable.mcp.tools.segments.UpdateSegmentTool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes the tools, group by group, in the order they are listed. */
public final class Toolbox {
  private final ToolServices services;
  private final DocIndex docs;
  private final Paging paging;
  private final InsightStore insights;
  private final SegmentStore segments;
  private final InsightRunner runner;
  private final ModelStore models;
  private final Confirmations confirmations;

  private Toolbox(ToolServices services, DocIndex docs) {
    this.services = services;
    this.docs = docs;
    this.paging = new Paging(services.secrets());
    this.insights = new InsightStore(services.database());
    this.models = new ModelStore(services.database());
    this.segments = new SegmentStore(services.database());
    this.runner =
        new InsightRunner(
            services.lakehouse(), models, segments, services.limits(), Clock.systemUTC());
    this.confirmations = new Confirmations(new UsedConfirmations(services.database()));
  }

  /**
   * The tools of one executor; each executor needs its own.
   *
   * @param docs {@link DocIndex#load}, shared by all
   */
  public static List<Tool> tools(ToolServices services, DocIndex docs) {
    Toolbox toolbox = new Toolbox(services, docs);
    List<Tool> others = new ArrayList<>();
    others.addAll(toolbox.data());
    others.addAll(toolbox.analytics());
    others.addAll(toolbox.team());
    List<Tool> all = new ArrayList<>(toolbox.context(others));
    all.addAll(others);
    return List.copyOf(all);
  }

  private List<Tool> context(List<Tool> others) {
    List<String> writeTools =
        others.stream()
            .map(Tool::descriptor)
            .filter(descriptor -> descriptor.required() == Scope.WRITE)
            .map(ToolDescriptor::name)
            .toList();
    EnvironmentSummary summary =
        new EnvironmentSummary(
            new AssetCounts(services.database()),
            new KnowledgeStore(services.database()),
            services.lakehouse(),
            Clock.systemUTC());
    EnvironmentNames names = EnvironmentContent.names(services);
    Entities entities = new Entities(services.database());
    Resources resources = EnvironmentContent.resources(services, docs, names, entities);
    return List.of(
        new WhoamiTool(summary, services.limiter(), writeTools),
        new SearchDocsTool(new DocSearch(services.database(), docs)),
        new SearchEntitiesTool(new EntitySearch(entities, names), paging),
        new ReadResourceTool(resources));
  }

  private List<Tool> data() {
    Statements statements = new Statements(services.limits());
    return List.of(
        new ListConnectionsTool(services.lakehouse(), paging),
        new GetConnectionTool(services.lakehouse(), models, statements),
        new QueryLakehouseTool(services.lakehouse(), services.exports(), services.limits()),
        new ReadResultTool(services.results(), services.limits()),
        new ValidateSqlTool(services.lakehouse()),
        new ExplainSqlTool(services.lakehouse()),
        new ListEventsTool(new EventCatalog(services.lakehouse(), statements), paging),
        new ListUserTraitsTool(new TraitCatalog(services.lakehouse(), statements), paging));
  }

  private List<Tool> analytics() {
    DashboardStore dashboards = new DashboardStore(services.database());
    ModelDraft drafts = new ModelDraft(services.lakehouse(), services.limits());
    return List.of(
        new ListSemanticModelsTool(models, paging),
        new ViewSemanticModelTool(models),
        new CreateSemanticModelTool(models, drafts),
        new UpdateSemanticModelTool(models, drafts, confirmations),
        new ListInsightsTool(insights, paging),
        new ViewInsightTool(insights, runner, services.links()),
        new ExecuteInsightTool(insights, runner, services.limits(), services.links()),
        new RenderInsightTool(
            insights, runner, services.limits(), services.links(), services.painter()),
        new CreateInsightTool(insights, runner, services.links()),
        new UpdateInsightTool(insights, runner, confirmations, services.links()),
        new CreateSegmentTool(segments, runner),
        new UpdateSegmentTool(segments, runner, confirmations),
        new ListDashboardsTool(dashboards, paging),
        new ViewDashboardTool(dashboards, insights, runner, services.limits(), services.links()),
        new CreateDashboardTool(dashboards, insights, services.links()),
        new UpdateDashboardTool(dashboards, insights, confirmations, services.links()));
  }

  private List<Tool> team() {
    NotificationStore notifications = new NotificationStore(services.database());
    DiscoveryStore discoveries = new DiscoveryStore(services.database(), notifications);
    KnowledgeStore knowledge = new KnowledgeStore(services.database());
    MemoryStore memories = new MemoryStore(services.database());
    return List.of(
        new ListDiscoveriesTool(discoveries, paging),
        new ViewDiscoveryTool(discoveries),
        new CreateDiscoveryTool(discoveries, confirmations),
        new SearchMemoryTool(memories),
        new CreateMemoryTool(memories),
        new CreateKnowledgeTool(knowledge, confirmations),
        new UpdateKnowledgeTool(knowledge, confirmations),
        new ListNotificationsTool(notifications, paging),
        new CreateNotificationTool(notifications, confirmations));
  }
}
