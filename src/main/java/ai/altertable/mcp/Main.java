package ai.altertable.mcp;

/** Entry point of the jar. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {}
}
