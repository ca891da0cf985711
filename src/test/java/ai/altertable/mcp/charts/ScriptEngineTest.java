package ai.altertable.mcp.charts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScriptEngineTest {
  @Test
  void aStoppedEngineReadsNoScriptToItsEnd() {
    ScriptEngine engine = new ScriptEngine();
    engine.stop();

    assertThatThrownBy(engine::load).hasMessageContaining("the server stops");
  }
}
