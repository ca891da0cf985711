package ai.altertable.mcp.console;

/** Something that the person in front of the browser is told on an error page. */
public final class PageProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;

  /**
   * @param title what is wrong
   * @param explanation what to do
   */
  public PageProblem(int status, String title, String explanation) {
    super(explanation, null, false, false);
    this.status = status;
    this.title = title;
  }

  public static PageProblem stale() {
    return new PageProblem(
        403,
        "This form is out of date",
        "It was opened before you signed in or out, or in another browser. Go back, reload the page"
            + " and try again.");
  }

  static PageProblem gone() {
    return new PageProblem(
        400,
        "This request has ended",
        "It has been answered already, it is older than half an hour, or it was started in another"
            + " browser. Connect again from your application.");
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }
}
